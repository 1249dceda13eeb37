import type { Exchange, Journal } from '../../exchange';
import type { Check } from '../check';
import { mediaType, quote } from '../reading';
import { invariantOnEach } from './invariant';
import { answers, everyObject, objects, oversized, type JudgedAnswer } from './judged-answers';

const DOCUMENTED = new Set(['messageID', 'version', 'isAllowed', 'epTokenURL', 'error', 'errorText']);

/** How answers travel (ledger family sees-transport; SEES-API, BEES-ERR). */
export const SEES_TRANSPORT: readonly Check[] = [
  invariantOnEach('SEES-TRN-09', readOrNot, ({ exchange, answer, status }, say) => {
    if (answer === undefined) {
      const message = 'the answer is larger than any JSON object that was asked for';
      return say.wrong(message, 'one JSON object', exchange.failure?.message ?? 'more than is read');
    }
    const [problem] = answer.problems;
    if (problem !== undefined) {
      return say.wrong('the answer is not one JSON object', 'one JSON object', `HTTP ${status}, ${problem}`);
    }
    const doubled = answer.duplicates.filter((name) => DOCUMENTED.has(name));
    if (doubled.length > 0) {
      const message = 'the answer says the same thing twice, so that two readers may read two answers';
      return say.wrong(message, 'every name once', `doubled: ${doubled.join(', ')}`);
    }
    return say.right('the answer is one JSON object');
  }),

  invariantOnEach('SEES-TRN-10', objects, ({ exchange }, say) => {
    const headers = exchange.response?.headers ?? {};
    if (mediaType(headers) === 'application/json') return say.right('the answer is labeled application/json');
    const seen = headers['content-type'];
    return say.wrong(
      'the JSON answer is not labeled as such',
      'Content-Type: application/json',
      seen === undefined ? 'no Content-Type' : `Content-Type: ${quote(seen)}`,
    );
  }),

  invariantOnEach('SEES-TRN-11', decisions, ({ answer, status, stimulus }, say, { readings }) => {
    // Trouble of ExpressPlay's that SEES passes on as a 5xx is no decision, whatever else the body says.
    if (status >= 500 && stimulus.fault !== undefined) return undefined;
    if (status === 200 && answer.isAllowed === undefined) return undefined;
    if (answer.isAllowed !== true && readings['denial.status'] === 'any') {
      return say.notApplicable(
        `a refusal may have any status (reading denial.status: any); this one has HTTP ${status}`,
      );
    }
    if (status === 200) return say.right('the decision came with HTTP 200');
    return say.wrong('the decision did not come with HTTP 200', 'HTTP 200', `HTTP ${status}`);
  }),
];

/** Flaws of requests that are well-formed all the same, so that SEES decides on them like on any other. */
const WELL_FORMED = /^(content-id-unknown|request-type-integer-|customer-cookie-(absent|empty|33-characters)$)/;

/** Answers to valid requests, and refusals of well-formed ones that ask for what is not to be had. */
function decisions(journal: Journal): JudgedAnswer[] {
  const refused = everyObject(journal).filter(
    ({ stimulus, answer }) =>
      !stimulus.valid && answer.isAllowed === false && WELL_FORMED.test(stimulus.flaw?.id ?? ''),
  );
  return [...answers(journal), ...refused];
}

/** Every answer, those too that are too large to be read to their end. */
function readOrNot(journal: Journal): (JudgedAnswer | Unread)[] {
  return [
    ...answers(journal),
    ...oversized(journal).map(({ exchange }) => ({ exchange, answer: undefined, status: 0 })),
  ];
}

interface Unread {
  readonly exchange: Exchange;
  readonly answer: undefined;
  readonly status: number;
}
