import type { Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import { couldNotTest, right, sameHex, wrong } from '../reading';
import { judgeGranted, licensesOf, licenseWasGranted } from './licenses';

/** The right device in time: every redemption of these request types that differs in nothing from a valid one. */
function grantedFor(check: string, requestTypes: readonly number[]): Check['judge'] {
  return (journal, known) =>
    licensesOf(journal)
      .filter(({ stimulus }) => stimulus.deviation === 'none' && requestTypes.includes(stimulus.requestType))
      .map((act) => judgeGranted(journal, check, act, known));
}

/** EP-LIC-07: two unbound tokens, two devices, two licenses. */
function anyDevice(journal: Journal, known: Known): Finding[] {
  const check = 'EP-LIC-07';
  const acts = licensesOf(journal).filter(({ stimulus }) => stimulus.deviation === 'none' && stimulus.requestType !== 3);
  if (new Set(acts.map(({ stimulus }) => stimulus.device)).size < 2) {
    return [couldNotTest(journal, check, 'fewer than two devices redeemed an unbound token')];
  }
  return acts.map((act) => judgeGranted(journal, check, act, known));
}

/** SEQ-44: one registration, several titles, a license for each. */
function severalTitles(journal: Journal, known: Known): Finding[] {
  const check = 'SEQ-44';
  const acts = licensesOf(journal).filter(({ stimulus }) => stimulus.requestType === 3);
  if (new Set(acts.map(({ stimulus }) => stimulus.contentID)).size < 2) {
    return [couldNotTest(journal, check, 'fewer than two titles were played')];
  }
  return acts.map((act) => judgeGranted(journal, check, act, known));
}

/** SEQ-47, EP-LIC-21: whatever license a token brings, the key in it is that of the token's own title. */
function ownKeyOnly(check: string, requestTypes: readonly number[]): Check['judge'] {
  return (journal, known) =>
    licensesOf(journal).flatMap((act) => {
      const { exchange, stimulus } = act;
      const { opened } = exchange;
      if (!requestTypes.includes(stimulus.requestType)) return [];
      if (opened?.kind !== 'opened') {
        return licenseWasGranted(exchange) ? [] : [couldNotTest(journal, check, 'no license came that could be opened', exchange)];
      }
      const key = opened.contentKey.toString('hex');
      const foreign = [...known.contents.values()].find(
        (content) => content.contentID !== stimulus.contentID && sameHex(content.contentKey, key),
      );
      const own = known.contents.get(stimulus.contentID);
      if (foreign === undefined && (own === undefined || sameHex(own.contentKey, key))) {
        return [right(journal, check, `the license opens with the key of its own title (${stimulus.device})`, exchange)];
      }
      return [
        wrong(journal, check, `the license holds a key that is not its title's (${stimulus.device})`, {
          expected: "the key of the token's own title",
          observed: foreign === undefined ? 'a key of no configured title' : 'the key of another title',
          exchange,
        }),
      ];
    });
}

export const GRANTED_LICENSES: readonly Check[] = [
  { id: 'SEQ-06', subject: 'license', judge: grantedFor('SEQ-06', [1]) },
  { id: 'SEQ-23', subject: 'license', judge: grantedFor('SEQ-23', [2]) },
  { id: 'SEQ-34', subject: 'license', judge: grantedFor('SEQ-34', [3]) },
  { id: 'EP-LIC-05', subject: 'license', judge: grantedFor('EP-LIC-05', [3]) },
  { id: 'EP-LIC-01', subject: 'license', judge: grantedFor('EP-LIC-01', [1, 2, 3]) },
  { id: 'EP-LIC-07', subject: 'license', judge: anyDevice },
  { id: 'SEQ-44', subject: 'license', judge: severalTitles },
  { id: 'SEQ-47', subject: 'license', judge: ownKeyOnly('SEQ-47', [2]) },
  { id: 'EP-LIC-21', subject: 'license', judge: ownKeyOnly('EP-LIC-21', [1, 2, 3]) },
];
