import type { Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import { couldNotTest, entitlementsOf, isGrant, notApplicable, right, sameHex, wrong } from '../reading';
import {
  carriesCkc,
  judgeGranted,
  licensesOf,
  licenseWasGranted,
  whereBindingIsOffered,
  type LicenseAct,
} from './licenses';
import { whyUndecided } from './no-decision';

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
  const acts = licensesOf(journal).filter(
    ({ stimulus }) => stimulus.deviation === 'none' && stimulus.requestType !== 3,
  );
  if (new Set(acts.map(({ stimulus }) => stimulus.device)).size < 2) {
    return [couldNotTest(journal, check, 'fewer than two devices redeemed an unbound token')];
  }
  return acts.map((act) => judgeGranted(journal, check, act, known));
}

/** SEQ-44: one registration, several titles, a license for each. */
function severalTitles(journal: Journal, known: Known): Finding[] {
  const check = 'SEQ-44';
  const asked = entitlementsOf(journal).filter(({ stimulus }) => stimulus.requestType === 3);
  if (new Set(asked.map(({ stimulus }) => stimulus.contentID)).size < 2) {
    return [couldNotTest(journal, check, 'fewer than two titles were asked for')];
  }
  const refused = asked.flatMap(({ exchange, stimulus }) => {
    if (isGrant(exchange)) return [];
    const undecided = whyUndecided(exchange);
    if (undecided !== undefined) {
      return [couldNotTest(journal, check, `no answer to the request of ${stimulus.flow}: ${undecided}`, exchange)];
    }
    return [
      wrong(journal, check, `SEES did not grant ${stimulus.flow} one of the titles under its one registration`, {
        expected: 'a grant for each title',
        observed: `HTTP ${exchange.response?.status ?? 0} without a grant`,
        exchange,
      }),
    ];
  });
  const acts = licensesOf(journal).filter(
    ({ stimulus }) => stimulus.requestType === 3 && stimulus.deviation === 'none',
  );
  return [...refused, ...acts.map((act) => judgeGranted(journal, check, act, known))];
}

/** SEQ-47, EP-LIC-21: whatever license a token brings, the key in it is that of the token's own title. */
function ownKeyOnly(check: string, requestTypes: readonly number[]): Check['judge'] {
  return (journal, known) => {
    const acts = licensesOf(journal).filter(({ stimulus }) => requestTypes.includes(stimulus.requestType));
    const opened = acts.flatMap((act) => judgeKey(journal, check, act, known));
    if (opened.length > 0) return opened;
    const closed = acts.filter(({ exchange }) => carriesCkc(exchange) || !licenseWasGranted(exchange));
    return closed.map(({ exchange }) => couldNotTest(journal, check, 'no license came that could be opened', exchange));
  };
}

function judgeKey(journal: Journal, check: string, { exchange, stimulus }: LicenseAct, known: Known): Finding[] {
  const { opened } = exchange;
  if (opened?.kind !== 'opened' || !licenseWasGranted(exchange)) return [];
  const key = opened.contentKey.toString('hex');
  const own = known.contents.get(stimulus.contentID);
  if (own === undefined) {
    return [
      couldNotTest(journal, check, `the key of the title that ${stimulus.device} asked for is not known`, exchange),
    ];
  }
  const others = [...known.contents.values()].filter(({ contentKey }) => !sameHex(contentKey, own.contentKey));
  if (others.length === 0) {
    return [notApplicable(journal, check, 'no other title with a key of its own is configured', exchange)];
  }
  if (sameHex(own.contentKey, key)) {
    return [right(journal, check, `the license opens with the key of its own title (${stimulus.device})`, exchange)];
  }
  const isKnown = others.some(({ contentKey }) => sameHex(contentKey, key));
  return [
    wrong(journal, check, `the license holds a key that is not its title's (${stimulus.device})`, {
      expected: "the key of the token's own title",
      observed: isKnown ? 'the key of another title' : 'a key of no configured title',
      exchange,
    }),
  ];
}

export const GRANTED_LICENSES: readonly Check[] = [
  { id: 'SEQ-06', subject: 'license', judge: grantedFor('SEQ-06', [1]) },
  { id: 'SEQ-23', subject: 'license', judge: grantedFor('SEQ-23', [2]) },
  { id: 'SEQ-34', subject: 'license', judge: whereBindingIsOffered('SEQ-34', grantedFor('SEQ-34', [3])) },
  { id: 'EP-LIC-05', subject: 'license', judge: whereBindingIsOffered('EP-LIC-05', grantedFor('EP-LIC-05', [3])) },
  { id: 'EP-LIC-01', subject: 'license', judge: grantedFor('EP-LIC-01', [1, 2, 3]) },
  { id: 'EP-LIC-07', subject: 'license', judge: anyDevice },
  { id: 'SEQ-44', subject: 'license', judge: whereBindingIsOffered('SEQ-44', severalTitles) },
  { id: 'SEQ-47', subject: 'license', judge: ownKeyOnly('SEQ-47', [2]) },
  { id: 'EP-LIC-21', subject: 'license', judge: ownKeyOnly('EP-LIC-21', [1, 2, 3]) },
];
