import type { JournalNote, Party } from '../../exchange';
import type { JudgedFinding, ScenarioRecord } from '../../verdict';
import type { Arrow } from '../arrows';
import { answerWords, arrowsOf, meantWords, requestWords, type LabelledExchange } from '../described';
import { groupBy } from '../group-by';
import { count } from '../text';

export type Lifeline = Party | 'history';

/** What is drawn, from top to bottom; every row has a band of its own, so no two texts can meet. */
export type Row = ArrowRow | BarRow | EvidenceRow;

export interface ArrowRow {
  readonly kind: 'arrow';
  readonly from: Lifeline;
  readonly to: Lifeline;
  /** `documented`: in the diagrams, but not to be seen from outside. */
  readonly style: 'request' | 'answer' | 'refused' | 'failed' | 'documented';
  readonly wrong: boolean;
  readonly text: string;
  /** Of the exchange, where it begins; where it ends only if another one between the same two was open meanwhile. */
  readonly number?: number;
  readonly aside?: string;
}

export interface BarRow {
  readonly kind: 'bar';
  readonly tone: 'note' | 'gap';
  readonly text: string;
}

/** What went wrong, right below the arrow that shows it. */
export interface EvidenceRow {
  readonly kind: 'evidence';
  readonly findings: readonly JudgedFinding[];
}

interface Event {
  readonly tick: number;
  readonly rows: readonly Row[];
  /** Left out: merged with its neighbors to one line. */
  readonly left?: 'exchange' | 'note';
  /** Only ends what began above: what was left out in between may as well be told below. */
  readonly end?: true;
}

/** At most `first` exchanges (and notes) from the beginning where there are more than `limit`, plus all that went wrong. */
export function rowsOf(record: ScenarioRecord, limit: number, first: number): Row[] {
  const exchanges: readonly LabelledExchange[] = record.exchanges;
  const arrows = arrowsOf(exchanges);
  const wrong = groupBy(distinct(record.findings.filter(isWrong)), (finding) => finding.exchange);
  const shown = exchanges.length > limit ? first : exchanges.length;
  const events = exchanges.flatMap((exchange, index) =>
    index < shown || wrong.has(exchange.number)
      ? eventsOf(
          exchange,
          arrows.get(exchange.number) ?? {},
          wrong.get(exchange.number) ?? [],
          exchanges.some((other) => wereParallel(exchange, other)),
        )
      : [{ tick: exchange.startTick, rows: [], left: 'exchange' as const }],
  );
  const rows = inOrder([...events, ...noteEvents(record.notes, limit)]);
  const known = new Set(exchanges.map(({ number }) => number));
  const elsewhere = [...wrong].flatMap(([number, found]) => (number !== undefined && known.has(number) ? [] : found));
  return elsewhere.length === 0 ? rows : [...rows, { kind: 'evidence', findings: elsewhere }];
}

export function isWrong(finding: JudgedFinding): boolean {
  // What deviates from a MAY is told in the findings, it is no fault.
  return finding.verdict === 'wrong' && finding.outcome !== 'info';
}

/** Which of two answers belongs to which request is not to be seen then. */
function wereParallel(one: LabelledExchange, other: LabelledExchange): boolean {
  if (one === other || one.from !== other.from || one.to !== other.to) return false;
  return one.startTick < (other.endTick ?? Infinity) && other.startTick < (one.endTick ?? Infinity);
}

function eventsOf(
  exchange: LabelledExchange,
  arrow: Arrow,
  findings: readonly JudgedFinding[],
  parallel: boolean,
): Event[] {
  const answer = answerWords(exchange);
  const legs = groupBy(findings, (finding) => wrongLeg(exchange, finding));
  const begin: Row[] = [
    {
      kind: 'arrow',
      from: exchange.from,
      to: exchange.to,
      style: 'request',
      wrong: legs.has('request'),
      text: named(arrow.request, requestWords(exchange)),
      number: exchange.number,
      ...(exchange.meant !== undefined && { aside: meantWords(exchange.meant) }),
    },
    ...evidence(legs.get('request')),
    ...(arrow.request === 'B7' ? [documented('expressplay', 'history', 'B8 lookUp(cookie)')] : []),
  ];
  const end: Row[] = [
    ...documentedBeforeAnswer(arrow, answer.kind),
    {
      kind: 'arrow',
      from: exchange.to,
      to: exchange.from,
      style: answer.kind === 'granted' ? 'answer' : answer.kind === 'refused' ? 'refused' : 'failed',
      wrong: legs.has('answer'),
      text: named(arrow.answer, answer.text),
      ...(parallel && { number: exchange.number }),
    },
    ...evidence(legs.get('answer')),
  ];
  return [
    { tick: exchange.startTick, rows: begin },
    { tick: exchange.endTick ?? Number.POSITIVE_INFINITY, rows: end, end: true },
  ];
}

/** Arrows between ExpressPlay and its history, and inside it: nobody sees them, but the documents draw them. */
function documentedBeforeAnswer(arrow: Arrow, answer: string): Row[] {
  const judged = answer === 'granted' || answer === 'refused';
  if (arrow.answer === 'B10' && answer === 'granted') return [documented('history', 'expressplay', 'B9 device_id')];
  if (arrow.answer === 'B4r' && answer === 'granted') {
    return [documented('expressplay', 'history', 'B5 device_id, cookie')];
  }
  if (arrow.answer === 'B16' && judged) return [documented('expressplay', 'expressplay', 'B15 match the device ids')];
  return [];
}

function documented(from: Lifeline, to: Lifeline, text: string): Row {
  return { kind: 'arrow', from, to, style: 'documented', wrong: false, text };
}

function evidence(findings: readonly JudgedFinding[] | undefined): Row[] {
  return findings === undefined ? [] : [{ kind: 'evidence', findings }];
}

/** What the client sends is the harness's own, so its answer is at fault; on the backend leg the family tells whose fault it is. */
function wrongLeg(exchange: LabelledExchange, finding: JudgedFinding): 'request' | 'answer' {
  return exchange.from === 'client' || finding.check.startsWith('EP-') ? 'answer' : 'request';
}

function named(name: string | undefined, text: string): string {
  return name === undefined ? text : `${name} ${text}`;
}

/** The same finding may be told once by a step and once by an invariant. */
function distinct(findings: readonly JudgedFinding[]): JudgedFinding[] {
  const key = (finding: JudgedFinding): string =>
    JSON.stringify([finding.check, finding.exchange, finding.message, finding.observed]);
  return [...new Map(findings.map((finding) => [key(finding), finding])).values()];
}

function noteEvents(notes: readonly JournalNote[], limit: number): Event[] {
  return notes.map(({ tick, text }, index) =>
    index < limit ? { tick, rows: [{ kind: 'bar', tone: 'note', text }] } : { tick, rows: [], left: 'note' },
  );
}

function inOrder(events: readonly Event[]): Row[] {
  const rows: Row[] = [];
  let exchanges = 0;
  let notes = 0;
  const close = (): void => {
    const words = [exchanges > 0 && count(exchanges, 'more exchange'), notes > 0 && count(notes, 'more note')];
    const text = words.filter((word) => word !== false).join(', ');
    if (text !== '') rows.push({ kind: 'bar', tone: 'gap', text: `… ${text}` });
    exchanges = notes = 0;
  };
  for (const event of [...events].sort((a, b) => (a.tick < b.tick ? -1 : a.tick > b.tick ? 1 : 0))) {
    if (event.left === 'exchange') exchanges += 1;
    else if (event.left === 'note') notes += 1;
    else {
      if (event.end !== true) close();
      rows.push(...event.rows);
    }
  }
  close();
  return rows;
}
