import type { Check } from '../check';
import { mediaType, quote } from '../reading';
import { invariantOnEach } from './invariant';
import { answers, objects } from './judged-answers';

const DOCUMENTED = new Set(['messageID', 'version', 'isAllowed', 'epTokenURL', 'error', 'errorText']);

/** How answers travel (ledger family sees-transport; SEES-API, BEES-ERR). */
export const SEES_TRANSPORT: readonly Check[] = [
  invariantOnEach('SEES-TRN-09', answers, ({ answer, status }, say) => {
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

  invariantOnEach('SEES-TRN-11', answers, ({ answer, status, stimulus }, say, { readings }) => {
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
