import type { Exchange, Journal, RecordSelector, RecordStimulus } from '../../exchange';
import type { Known } from '../check';
import { parametersOf, recordsOf, type RecordEvent } from '../reading';
import { licensesOf, licenseWasGranted } from '../sequence/licenses';
import { whyUndecided } from '../sequence/no-decision';

/** A record request of the harness itself that says how it selects. */
export interface RecordAct {
  readonly exchange: Exchange;
  readonly stimulus: RecordStimulus;
  readonly selector: RecordSelector;
  /** undefined: refused, unreadable or not answered. */
  readonly events: readonly RecordEvent[] | undefined;
}

export function recordActsOf(journal: Journal, known: Known, flaw?: string): RecordAct[] {
  return journal.exchanges.flatMap((exchange) => {
    const { stimulus } = exchange;
    if (stimulus?.kind !== 'record' || stimulus.selector === undefined) return [];
    if (flaw === undefined ? stimulus.flaw !== undefined : stimulus.flaw?.id.startsWith(flaw) !== true) return [];
    return [{ exchange, stimulus, selector: stimulus.selector, events: recordsOf(exchange, known.record) }];
  });
}

/** Why there are no events to look at; undefined where there are, or the request was refused. */
export function whyUnread({ exchange, events }: RecordAct): string | undefined {
  if (events !== undefined) return undefined;
  const undecided = whyUndecided(exchange);
  if (undecided !== undefined) return undecided;
  // Short of an error an answer is meant to tell something.
  return (exchange.response?.status ?? 0) < 400 ? 'it cannot be read in the declared format' : undefined;
}

/** Licenses given in this journal for tokens with that cookie. */
export function grantedUnder(journal: Journal, cookie: string): number {
  return cookiesOfGranted(journal).filter((found) => found === cookie).length;
}

/** Licenses given in this journal for tokens with other cookies, before any with that one. */
export function grantedUnderOthers(journal: Journal, cookie: string): number {
  return Math.max(cookiesOfGranted(journal).indexOf(cookie), 0);
}

function cookiesOfGranted(journal: Journal): string[] {
  return licensesOf(journal).flatMap(({ exchange, stimulus }) => {
    const source = journal.exchanges[stimulus.grant - 1];
    const cookie = source === undefined ? undefined : parametersOf(source).get('cookie');
    return cookie !== undefined && licenseWasGranted(exchange) ? [cookie] : [];
  });
}

/** Ids where the format declares them, so that the same events can be known again. */
export function idsOf(events: readonly RecordEvent[]): string[] | undefined {
  const ids = events.flatMap(({ eventId }) => eventId ?? []);
  return ids.length === events.length ? ids : undefined;
}

/** Two answers name the same events in the same order; by their number where events have no ids. */
export function sameEvents(a: readonly RecordEvent[], b: readonly RecordEvent[]): boolean {
  const [first, second] = [idsOf(a), idsOf(b)];
  if (first === undefined || second === undefined) return a.length === b.length;
  return first.length === second.length && first.every((id, at) => id === second[at]);
}
