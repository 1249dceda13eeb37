import type { Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import { couldNotTest, notApplicable, observed, right, wrong } from '../reading';
import { grantedUnder, grantedUnderOthers, idsOf, recordActsOf, sameEvents, whyUnread, type RecordAct } from './acts';

/** Most events of an answer without a window (EP-CN). */
const RECENT = 32;

/** A valid question is answered with events that can be read. */
function unread(journal: Journal, check: string, act: RecordAct): Finding {
  const why = whyUnread(act);
  if (why !== undefined) return couldNotTest(journal, check, `no events to look at: ${why}`, act.exchange);
  return wrong(journal, check, 'a valid record request is refused', {
    expected: 'events',
    observed: `HTTP ${act.exchange.response?.status ?? 0}`,
    exchange: act.exchange,
  });
}

/** EP-REC-20: at most 32 events, the most recent ones. What others do on a busy account proves nothing. */
function recent(journal: Journal, known: Known): Finding[] {
  const check = 'EP-REC-20';
  const all = recordActsOf(journal, known);
  // Events of tokens without a cookie name none where others do; then they are nobody's here.
  const cookiesAreTold = all.some(({ events = [] }) => events.some(({ cookie }) => cookie !== undefined));
  const acts = all.filter(({ selector }) => selector.kind === 'none');
  const quiet = isQuiet(acts);
  return acts.map((act) => {
    const { events, exchange, stimulus } = act;
    if (events === undefined) return unread(journal, check, act);
    if (events.length > RECENT) {
      const detail = { expected: `at most ${RECENT} events`, observed: `${events.length} events`, exchange };
      return wrong(journal, check, 'more events than are told of without a selector', detail);
    }
    const expected = Math.min(RECENT, grantedUnder(journal, stimulus.cookie));
    const own = events.filter(({ cookie }) => cookie === stimulus.cookie).length;
    if (own >= expected || !cookiesAreTold) {
      return right(journal, check, `${events.length} events, the latest redemptions among them`, exchange);
    }
    if (!quiet) return couldNotTest(journal, check, 'other events came in meanwhile, so nothing follows', exchange);
    return wrong(journal, check, 'the most recent events are missing', {
      expected: `the latest ${expected} redemptions`,
      observed: `${own} of them among ${events.length} events`,
      exchange,
    });
  });
}

/** Two looks at the same place show the same. */
function isQuiet(acts: readonly RecordAct[]): boolean {
  const [first, last] = [acts[0]?.events, acts.at(-1)?.events];
  return acts.length > 1 && first !== undefined && last !== undefined && sameEvents(first, last);
}

function byCookie(journal: Journal, known: Known): RecordAct[] {
  return recordActsOf(journal, known).filter(({ selector }) => selector.kind === 'cookie');
}

/** Events may take a while to show (C-32): what is missing counts in the last answer about a cookie. */
function askedAgain(acts: readonly RecordAct[], { exchange, stimulus }: RecordAct): boolean {
  return acts.some((act) => act.stimulus.cookie === stimulus.cookie && act.exchange.number > exchange.number);
}

/** EP-REC-21.filter */
function cookieOnly(journal: Journal, known: Known): Finding[] {
  const check = 'EP-REC-21.filter';
  const acts = byCookie(journal, known);
  return acts.flatMap((act) => {
    const { events, exchange, stimulus } = act;
    if (events === undefined) return unread(journal, check, act);
    if (events.length === 0) {
      if (askedAgain(acts, act)) return [];
      return couldNotTest(journal, check, 'no event of the cookie showed in time', exchange);
    }
    const foreign = events.filter(({ cookie }) => cookie !== undefined && cookie !== stimulus.cookie).length;
    const devices = new Set(events.flatMap(({ deviceId }) => deviceId ?? [])).size;
    if (foreign === 0 && devices <= 1) {
      return right(journal, check, `${events.length} events, all of them of the cookie`, exchange);
    }
    return wrong(journal, check, 'the answer holds events of another cookie', {
      expected: 'events of the cookie that was asked for',
      observed: foreign > 0 ? `${foreign} events of another cookie` : `events of ${devices} devices`,
      exchange,
    });
  });
}

/** EP-REC-21.count (C-17) */
function cookieCount(journal: Journal, known: Known): Finding[] {
  const check = 'EP-REC-21.count';
  const { mode } = known.record;
  const acts = byCookie(journal, known);
  return acts.flatMap((act) => {
    const { events, exchange, stimulus } = act;
    if (events === undefined) return unread(journal, check, act);
    if (mode === undefined) return notApplicable(journal, check, 'expressplay.record.mode is not declared', exchange);
    const least = mode === 'latest' ? 1 : Math.min(RECENT, grantedUnder(journal, stimulus.cookie));
    const most = mode === 'latest' ? 1 : RECENT;
    if (events.length < least && askedAgain(acts, act)) return [];
    if (events.length >= least && events.length <= most) {
      return right(journal, check, `${events.length} events, as the mode ${mode} has it`, exchange);
    }
    return wrong(journal, check, `another number of events than the mode ${mode} has`, {
      expected: least === most ? `${most} events` : `${least} to ${most} events`,
      observed: `${events.length} events`,
      exchange,
    });
  });
}

/** EP-REC-23: two windows side by side hold what both together hold; behind all events there are none. */
function windows(journal: Journal, known: Known): Finding[] {
  const check = 'EP-REC-23';
  const acts = recordActsOf(journal, known).flatMap((act) =>
    act.selector.kind === 'window' ? [{ ...act, start: act.selector.start, length: act.selector.length }] : [],
  );
  const findings = acts.flatMap((act) => {
    if (act.events === undefined) return [unread(journal, check, act)];
    if (act.events.length === 0 && act.start < eventsShown(journal, known, act.stimulus.cookie)) {
      const detail = { expected: 'events', observed: 'none', exchange: act.exchange };
      return [wrong(journal, check, 'a window before the end of the events is empty', detail)];
    }
    if (act.events.length <= act.length) return [];
    const detail = { expected: `at most ${act.length}`, observed: `${act.events.length}`, exchange: act.exchange };
    return [wrong(journal, check, 'more events than the window is long', detail)];
  });
  if (findings.length > 0 || acts.length === 0) return findings;
  const longest = Math.max(...acts.map(({ length }) => length));
  const wholes = acts.filter(({ length, start }) => length === longest && start === 0);
  const parts = acts
    .filter(({ length, start }) => length === longest / 2 && start < longest)
    .sort((a, b) => a.start - b.start);
  const behind = acts.filter(({ start }) => start > 1_000_000);
  const [whole] = wholes;
  const last = parts.at(-1);
  if (whole?.events === undefined || last === undefined) return [couldNotTest(journal, check, 'no windows to compare')];
  for (const { events = [], exchange } of behind) {
    findings.push(
      events.length === 0
        ? right(journal, check, 'behind all events there are none', exchange)
        : wrong(journal, check, 'a window behind all events is not empty', {
            expected: 'no events',
            observed: `${events.length} events`,
            exchange,
          }),
    );
  }
  if (!isQuiet(wholes)) {
    return [
      ...findings,
      couldNotTest(journal, check, 'events came in between two looks at the same window', last.exchange),
    ];
  }
  if (whole.events.length <= longest / 2) {
    return [...findings, couldNotTest(journal, check, 'too few events for two windows', last.exchange)];
  }
  const joined = parts.flatMap(({ events = [] }) => events);
  if (sameEvents(joined, whole.events)) {
    const how = idsOf(joined) === undefined ? 'as many as' : 'the same events as';
    return [...findings, right(journal, check, `two windows side by side hold ${how} both together`, last.exchange)];
  }
  const ids = idsOf(joined);
  const overlap = ids !== undefined && new Set(ids).size < ids.length;
  return [
    ...findings,
    wrong(journal, check, 'windows side by side do not fit together', {
      expected: 'windows that neither overlap nor skip an event',
      observed: overlap ? 'an event in both windows' : 'other events than in the two windows together',
      exchange: last.exchange,
    }),
  ];
}

/** How many events there are at least: those of the cookie that an answer shows, and those that were made before them. */
function eventsShown(journal: Journal, known: Known, cookie: string): number {
  const own = recordActsOf(journal, known)
    .filter(({ selector }) => selector.kind === 'none')
    .map(({ events = [] }) => events.filter((event) => event.cookie === cookie).length);
  const before = grantedUnderOthers(journal, cookie);
  return own.length === 0 || Math.max(...own) === 0 ? 0 : Math.max(...own) + before;
}

/** EP-REC-22: the newest documents know this selector no more, so a service may do without it. */
function byId(journal: Journal, known: Known): Finding[] {
  const check = 'EP-REC-22';
  return recordActsOf(journal, known).flatMap(({ selector, events, exchange }) => {
    if (selector.kind !== 'id') return [];
    const undecided = exchange.response === undefined ? 'no answer' : undefined;
    if (undecided !== undefined) return [couldNotTest(journal, check, undecided, exchange)];
    const ids = events === undefined ? undefined : idsOf(events);
    if (ids?.length === 1 && ids[0] === selector.eventId) {
      return [right(journal, check, 'the event with that id, and no other', exchange)];
    }
    if (events === undefined || events.length === 0 || ids?.includes(selector.eventId) === true || events.length > 1) {
      return [
        notApplicable(journal, check, 'this service does not select by id (dropped in the newest documents)', exchange),
      ];
    }
    return [
      wrong(journal, check, 'another event than the one with that id', {
        expected: 'the event with the id asked for',
        observed: ids === undefined ? 'an event without id' : 'an event with another id',
        exchange,
      }),
    ];
  });
}

/** EP-REC-24: unsupported; what comes of it is told. */
function combined(journal: Journal, known: Known): Finding[] {
  return recordActsOf(journal, known)
    .filter(({ selector }) => selector.kind === 'combined')
    .map(({ exchange, events }) => {
      const what = events === undefined ? `HTTP ${exchange.response?.status ?? 0}` : `${events.length} events`;
      return observed(journal, 'EP-REC-24', `several selectors at once bring ${what}`, exchange);
    });
}

export const SELECTORS: readonly Check[] = [
  { id: 'EP-REC-20', subject: 'records', judge: recent },
  { id: 'EP-REC-21.filter', subject: 'records', judge: cookieOnly },
  { id: 'EP-REC-21.count', subject: 'records', judge: cookieCount },
  { id: 'EP-REC-22', subject: 'records', judge: byId },
  { id: 'EP-REC-23', subject: 'records', judge: windows },
  { id: 'EP-REC-24', subject: 'records', judge: combined },
];
