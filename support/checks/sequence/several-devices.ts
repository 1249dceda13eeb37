import type { Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import { couldNotTest, entitlementsOf, isGrant, right, wrong } from '../reading';
import { licensesOf, licenseWasGranted } from './licenses';

/** SEQ-46: which of two devices under one cookie counts is the reading multiDevice (C-31). */
function followsReading(journal: Journal, known: Known): Finding[] {
  const check = 'SEQ-46';
  const { multiDevice } = known.readings;
  const bound = entitlementsOf(journal).filter(({ stimulus }) => stimulus.requestType === 3);
  const order = licensesOf(journal)
    .filter(({ exchange, stimulus }) => stimulus.requestType === 2 && licenseWasGranted(exchange))
    .map(({ stimulus }) => stimulus.device);
  const [first, last] = [order[0], order.at(-1)];
  if (first === undefined || last === undefined || first === last) {
    return [couldNotTest(journal, check, 'no second device registered under the cookie')];
  }
  if (bound.length === 0) return [couldNotTest(journal, check, 'no bound title was asked for')];
  if (bound.every(({ exchange }) => !isGrant(exchange))) {
    return [
      multiDevice === 'deny'
        ? right(journal, check, 'SEES refuses a cookie with two devices, as the reading says', bound[0]?.exchange)
        : wrong(journal, check, 'SEES refuses a cookie with two devices', {
            expected: `the ${multiDevice} device counts (reading multiDevice)`,
            observed: 'no grant',
            exchange: bound[0]?.exchange,
          }),
    ];
  }
  const served = new Set(
    licensesOf(journal)
      .filter(({ exchange, stimulus }) => stimulus.requestType === 3 && licenseWasGranted(exchange))
      .map(({ stimulus }) => stimulus.device),
  );
  const expected = multiDevice === 'deny' ? undefined : multiDevice === 'latest' ? last : first;
  const seen = served.size === 0 ? 'no device' : [...served].join(' and ');
  if (expected !== undefined && served.size === 1 && served.has(expected)) {
    return [right(journal, check, `${expected} counts, as the reading ${multiDevice} says`)];
  }
  return [
    wrong(journal, check, 'the binding does not follow the reading multiDevice', {
      expected: expected === undefined ? 'no grant' : `a license for ${expected} alone`,
      observed: `a license for ${seen}`,
    }),
  ];
}

export const SEVERAL_DEVICES: readonly Check[] = [{ id: 'SEQ-46', subject: 'binding', judge: followsReading }];
