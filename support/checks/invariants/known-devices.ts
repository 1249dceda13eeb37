import type { EntitlementStimulus, Exchange, Journal } from '../../exchange';
import type { Known } from '../check';
import { attributionOf, parametersOf, recordsOf, seesCallsOf, type RecordEvent } from '../reading';

/** What SEES could know about the devices of a cookie when it sent a token request. */
export interface KnownDevices {
  /** Device ids of events that bear the cookie. That failed redemptions should not count is EP-REC-10 alone, a SHOULD. */
  readonly own: ReadonlySet<string>;
  /** Device ids of events under other cookies. */
  readonly foreign: ReadonlySet<string>;
}

/**
 * From the record answers that SEES had by then: those to lookups of this cookie, earlier ones included (a lookup may be
 * cached). undefined: it had none that can be read, so nothing follows.
 */
export function knownDevices(
  journal: Journal,
  known: Known,
  request: Exchange,
  purpose: EntitlementStimulus,
): KnownDevices | undefined {
  const { owners } = attributionOf(journal, known);
  const lookups = seesCallsOf(journal).filter(
    (call) =>
      call.operation === 'record' &&
      (call.endTick ?? Infinity) < request.startTick &&
      (parametersOf(call).get('cookie') === purpose.cookie || owners.get(call)?.stimulus === purpose),
  );
  const answers = lookups.map((call) => recordsOf(call, known.record)).filter((events) => events !== undefined);
  if (answers.length === 0) return undefined;
  const events = answers.flat();
  const own = events.filter(({ cookie }) => cookie === undefined || cookie === purpose.cookie);
  return {
    own: idsOf(own),
    foreign: idsOf(events.filter((event) => !own.includes(event))),
  };
}

function idsOf(events: readonly RecordEvent[]): ReadonlySet<string> {
  return new Set(events.flatMap(({ deviceId }) => deviceId ?? []));
}

/** The same bytes under another spelling: case, separators or base64 in place of hex. */
export function sameDevice(a: string, b: string): boolean {
  const spellings = new Set(spellingsOf(a));
  return spellingsOf(b).some((spelling) => spellings.has(spelling));
}

function spellingsOf(id: string): string[] {
  const text = id.trim();
  const bare = text.replace(/[-:{}\s]/g, '').toLowerCase();
  if (/^(?:[0-9a-f]{2})+$/.test(bare)) return [text, `hex ${bare}`];
  const isBase64 = /^[A-Za-z0-9+/_-]{8,}={0,2}$/.test(text);
  return isBase64 ? [text, `hex ${Buffer.from(text, 'base64').toString('hex')}`] : [text];
}
