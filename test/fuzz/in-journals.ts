import fc from 'fast-check';
import { CHECKS } from '../../support/checks';
import { DEFAULT_MAX_RESPONSE_BYTES, type Exchange, type HttpResponse, type Journal } from '../../support/exchange';
import { garbled, garblings, type Garbling } from './garbling';
import { pointOf, type Tried } from './laboratory';
import { replayed } from './replay';
import { INPUTS, SEED, TIMES, type Point } from './runs';
import { whyNotRight } from './second-opinion';

interface Answer {
  readonly journal: Journal;
  readonly exchange: Exchange;
  /** Checks that the scenario judges. */
  readonly judged: ReadonlySet<string>;
}

/** Journals of stories that go on and on say little more than others and cost much. */
const MOST_EXCHANGES = 25;

/** Garbles single answers in journals of real exchanges, and judges them by every check there is. @returns inputs tried */
export function fuzzJournals({ journals, records, target }: Tried, point: Point): number {
  const answers = journals.flatMap((journal, index): Answer[] => {
    if (journal.exchanges.length > MOST_EXCHANGES) return [];
    const judged = new Set(records[index]!.findings.map(({ check }) => check));
    return journal.exchanges
      .filter((exchange) => pointOf(exchange) === point && exchange.response !== undefined)
      .map((exchange) => ({ journal, exchange, judged }));
  });
  let tried = 0;
  const input = fc.record({ which: fc.nat({ max: answers.length - 1 }), garblings });
  const property = fc.property(input, ({ which, garblings: all }) => {
    tried += 1;
    const { journal, exchange, judged } = answers[which]!;
    const before = exchange.response!;
    const after = answerAfter(before, all);
    const story = replayed(journal, { exchange, answer: after });
    for (const check of CHECKS) {
      for (const { check: id, verdict, message, exchange: number } of check.judge(story, target.known)) {
        if (id !== check.id) throw new Error(`${check.id} speaks for ${id}`);
        if (verdict !== 'right' || number !== exchange.number || !judged.has(id)) continue;
        const why = whyNotRight(id, point, { exchange, before, after });
        if (why !== undefined)
          throw new Error(`${id} passes (${message}), although ${why}: ${placeOf(journal, number)}`);
      }
    }
    // What reports are made of.
    JSON.stringify(story.exchanges[exchange.number - 1]);
  });
  fc.assert(property, { seed: SEED, numRuns: INPUTS.journals[point] * TIMES });
  return tried;
}

function placeOf(journal: Journal, exchange: number): string {
  return `${journal.name}, exchange ${exchange}`;
}

function answerAfter(before: HttpResponse, all: readonly Garbling[]): HttpResponse | undefined {
  try {
    const after = garbled(before, all);
    // Nor does a transport hand over what is too long.
    return after.body.length > DEFAULT_MAX_RESPONSE_BYTES ? undefined : after;
  } catch {
    return undefined;
  }
}
