import type { Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import { couldNotTest, observed, right, wrong } from '../reading';
import { answerInWords, judgeGranted, licensesOf, licenseWasGranted } from '../sequence/licenses';
import { fault } from './faults';

/** What becomes of license requests in these forms: written nowhere, so told and not judged. */
function observes(id: string, ...ways: readonly string[]): Check {
  return {
    id,
    subject: 'license',
    judge: (journal) =>
      licensesOf(journal)
        .filter(({ stimulus }) => stimulus.deviation === 'flawed-request' && ways.includes(stimulus.flaw?.id ?? ''))
        .map((act) => observed(journal, id, `${fault(act)}: ${answerInWords(act.exchange)}`, act.exchange)),
  };
}

/** EP-LIC-20: the license holds the rental of its token. */
function rental(journal: Journal): Finding[] {
  const check = 'EP-LIC-20';
  return licensesOf(journal).flatMap(({ exchange, stimulus }) => {
    const wanted = /^rental-(\d+)$/.exec(stimulus.flaw?.id ?? '')?.[1];
    if (wanted === undefined) return [];
    const { opened } = exchange;
    if (opened?.kind !== 'opened' || !licenseWasGranted(exchange)) {
      return [couldNotTest(journal, check, `no license that could be opened: ${answerInWords(exchange)}`, exchange)];
    }
    if (opened.rentalSeconds === Number(wanted)) {
      return [right(journal, check, `the license holds the rental of ${wanted} s`, exchange)];
    }
    return [
      wrong(journal, check, 'the license does not hold the rental of its token', {
        expected: `a rental of ${wanted} s`,
        observed: opened.rentalSeconds === undefined ? 'no rental' : `a rental of ${opened.rentalSeconds} s`,
        exchange,
      }),
    ];
  });
}

/** EP-TOK-56: every token that was had is good. */
function eachRedeemable(journal: Journal, known: Known): Finding[] {
  const check = 'EP-TOK-56';
  const acts = licensesOf(journal).filter(({ stimulus }) => stimulus.deviation === 'none');
  const granted = acts.filter(({ exchange }) => licenseWasGranted(exchange));
  if (acts.length > 1 && granted.length === acts.length) {
    return [right(journal, check, `${acts.length} tokens one after the other, and a license for each`)];
  }
  return acts.map((act) => judgeGranted(journal, check, act, known));
}

export const WAYS: readonly Check[] = [
  observes('EP-LIC-03', 'the-spc-as-base64', 'the-spc-in-a-form', 'the-spc-in-json'),
  observes('EP-LIC-04', 'no-content-type', 'a-content-type-for-text', 'the-content-type-of-a-form'),
  observes('EP-LIC-15', 'the-same-token-twice'),
  observes('EP-LIC-17', 'another-parameter-in-the-query'),
  observes('EP-LIC-18', 'the-token-in-a-header'),
  { id: 'EP-LIC-20', subject: 'license', judge: rental },
  { id: 'EP-TOK-56', subject: 'license', judge: eachRedeemable },
];
