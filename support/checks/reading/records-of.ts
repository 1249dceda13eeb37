import type { Exchange, HttpResponse } from '../../exchange';
import { isJsonObject } from '../../protocol';
import type { RecordFormat } from '../check';
import { rememberedFor } from './remembered';

/** One event of the transaction history, as far as the declared format tells. */
export interface RecordEvent {
  /** Absent where the event holds none (or null, or an empty text). */
  readonly deviceId?: string;
  readonly cookie?: string;
  /** Where the format declares its name. */
  readonly eventId?: string;
  /** The event has a non-zero code in the declared error field: the redemption failed, it registers nobody (DEVBIND). */
  readonly failed: boolean;
}

const MAX_BYTES = 1024 * 1024;

/**
 * The events of a record answer in the declared format, in their order: an array, a single object, or either of them under
 * the declared root key. An empty array, an empty object, null, an empty body (200 or 204) and 404 are the empty history.
 * undefined: no answer, another status, or not in that format.
 */
export function recordsOf(exchange: Exchange, format: RecordFormat): readonly RecordEvent[] | undefined {
  const { operation, response } = exchange;
  return operation !== 'record' || response === undefined ? undefined : readerOf(format)(response);
}

const readerOf = rememberedFor((format: RecordFormat) =>
  rememberedFor((response: HttpResponse) => eventsOf(response, format)),
);

function eventsOf(response: HttpResponse, format: RecordFormat): readonly RecordEvent[] | undefined {
  if (response.status === 404 || response.status === 204) return [];
  if (response.status !== 200 || response.body.length > MAX_BYTES) return undefined;
  const text = response.body.toString('utf8').trim();
  if (text === '') return [];
  try {
    return eventsIn(JSON.parse(text), format);
  } catch {
    return undefined;
  }
}

function eventsIn(answer: unknown, format: RecordFormat): RecordEvent[] | undefined {
  if (isEmpty(answer)) return [];
  let root = answer;
  if (format.root !== '' && isJsonObject(answer)) {
    if (!Object.hasOwn(answer, format.root)) return undefined;
    root = answer[format.root];
  }
  if (isEmpty(root)) return [];
  const events = Array.isArray(root) ? (root as unknown[]) : [root];
  return events.every(isJsonObject) ? events.map((event) => readEvent(event, format)) : undefined;
}

function readEvent(event: Readonly<Record<string, unknown>>, format: RecordFormat): RecordEvent {
  const deviceId = textIn(event, format.deviceId);
  const cookie = textIn(event, format.cookie);
  const eventId = textIn(event, format.eventId ?? '');
  return {
    ...(deviceId === undefined ? {} : { deviceId }),
    ...(cookie === undefined ? {} : { cookie }),
    ...(eventId === undefined ? {} : { eventId }),
    failed: isFailure(field(event, format.errorCode)),
  };
}

function isEmpty(value: unknown): boolean {
  return value === null || (isJsonObject(value) && Object.keys(value).length === 0);
}

function isFailure(code: unknown): boolean {
  return code !== undefined && code !== null && code !== '' && code !== false && Number(code) !== 0;
}

function textIn(event: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = field(event, name);
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function field(event: Readonly<Record<string, unknown>>, name: string): unknown {
  return name !== '' && Object.hasOwn(event, name) ? event[name] : undefined;
}
