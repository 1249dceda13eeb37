import type { RecordFormat } from '../../checks';
import { isJsonObject, parseJson, type JsonObject } from '../../protocol';
import type { RecordedEvent } from './recorded-event';

/**
 * The events of a record answer in the order they came; undefined: the text does not have the declared format.
 * An empty object is an empty answer, a single object is one event (protocol: the answer's shape is undocumented).
 */
export function readRecordAnswer(text: string, format: RecordFormat): RecordedEvent[] | undefined {
  const root = parseJson(text);
  const events = format.root === '' || Array.isArray(root) ? root : under(root, format.root);
  if (Array.isArray(events)) {
    return events.every(isJsonObject) ? events.map((event) => readEvent(event, format)) : undefined;
  }
  if (!isJsonObject(events)) return undefined;
  return Object.keys(events).length === 0 ? [] : [readEvent(events, format)];
}

function readEvent(event: JsonObject, format: RecordFormat): RecordedEvent {
  const cookie = event[format.cookie];
  const deviceId = event[format.deviceId];
  return {
    ...(typeof cookie === 'string' ? { cookie } : {}),
    ...(typeof deviceId === 'string' && deviceId.trim() !== '' ? { deviceId } : {}),
    failed: !NO_ERROR.has(event[format.errorCode]),
  };
}

/** Ways in which a service may say "no error"; anything else counts as one. */
const NO_ERROR: ReadonlySet<unknown> = new Set([undefined, null, 0, '0', '']);

function under(root: unknown, key: string): unknown {
  if (!isJsonObject(root)) return undefined;
  return Object.keys(root).length === 0 ? [] : root[key];
}
