import {
  Journal,
  TransportError,
  type Clock,
  type Exchange,
  type ExchangeStart,
  type HttpResponse,
} from '../../support/exchange';

/** What takes the place of one answer; undefined: no answer came. */
export interface Instead {
  readonly exchange: Exchange;
  readonly answer: HttpResponse | undefined;
}

interface Event {
  readonly tick: number;
  readonly ms: number;
  readonly happen: () => void;
}

/** A journal as it would stand if one answer had been another one; its story before and after stays the same. */
export function replayed(journal: Journal, instead?: Instead): Journal {
  let now = 0;
  const clock: Clock = { now: () => now, waitUntil: () => Promise.resolve() };
  const copy = new Journal(journal.name, clock, journal.redactor);
  const copies = new Map<Exchange, Exchange>();
  const events = journal.exchanges.flatMap((exchange): Event[] => [
    {
      tick: exchange.startTick,
      ms: exchange.startMs,
      happen: () => void copies.set(exchange, copy.begin(startOf(exchange))),
    },
    ...(exchange.endTick === undefined
      ? []
      : [{ tick: exchange.endTick, ms: exchange.endMs!, happen: () => end(copies.get(exchange)!, exchange, instead) }]),
  ]);
  for (const { text, tick, ms } of journal.notes) events.push({ tick, ms, happen: () => copy.note(text) });
  for (const { ms, happen } of events.sort((a, b) => a.tick - b.tick)) {
    now = ms;
    happen();
  }
  return copy;
}

function end(copy: Exchange, original: Exchange, instead: Instead | undefined): void {
  if (original.wasRepeated) copy.repeat();
  const garbled = instead?.exchange === original;
  const answer = garbled ? instead.answer : original.response;
  if (answer === undefined) {
    const none = new TransportError('reset', undefined, 'POST https://anywhere.test/: the connection broke');
    copy.fail(garbled ? none : (original.failure ?? none));
    return;
  }
  copy.answer(answer);
  if (original.operation !== 'license' || original.opened === undefined) return;
  // Whether it still opens, only its device could tell.
  copy.open(garbled ? { kind: 'defect', why: 'the body is no CKC in any known form' } : original.opened);
}

function startOf({ operation, from, to, request, stimulus }: Exchange): ExchangeStart {
  return { operation, from, to, request, ...(stimulus === undefined ? {} : { stimulus }) };
}
