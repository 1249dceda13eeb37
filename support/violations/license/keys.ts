import { valueOf, replaced } from '../making';
import type { Violation } from '../violation';
import { spcIn } from './lenient-spc';
import { grantsOtherwise, restrictionIn, type Redemption } from './redemption';

/** A registration license with a key that is not the registration title's. */
const ANOTHER_KEY = ['EP-LIC-21', 'SEQ-47'];

/** The key pair of the last order for another key. */
function lastOther({ order, orders }: Redemption): { contentKey: string; iv: string } | undefined {
  const own = valueOf(order, 'contentKey');
  for (const other of [...orders].reverse()) {
    const [contentKey, iv] = [valueOf(other, 'contentKey'), valueOf(other, 'iv')];
    if (contentKey !== undefined && iv !== undefined && contentKey !== own) return { contentKey, iv };
  }
  return undefined;
}

const isRegistration = ({ order }: Redemption): boolean =>
  valueOf(order, 'cookie') !== undefined && restrictionIn(order) === undefined;

export const KEYS: readonly Violation[] = [
  grantsOtherwise(
    {
      id: 'registration-opens-another-title',
      sentence: 'ExpressPlay gives a registration token the key of another title that was asked for last.',
      breaks: [...ANOTHER_KEY, 'SEQ-23'],
      consequences: ['EP-LIC-01', 'SEES-SEC-05.crossed', 'SEQ-43.crossed', 'SEQ-53.crossed'],
    },
    () => (redemption) => {
      const other = isRegistration(redemption) ? lastOther(redemption) : undefined;
      if (other === undefined) return undefined;
      return replaced(replaced(redemption.order, 'contentKey', other.contentKey), 'iv', other.iv);
    },
  ),
  grantsOtherwise(
    {
      id: 'key-of-the-title-that-the-client-names',
      sentence: 'ExpressPlay gives the key of the title that the SPC names, where it knows that one, not the token\'s.',
      breaks: ANOTHER_KEY,
      consequences: [],
    },
    () => {
      const keys = new Map<string, string>();
      return ({ request, order }) => {
        const asset = spcIn(request.body)?.assetId.toString('hex');
        const own = valueOf(order, 'contentKey');
        if (asset === undefined || own === undefined) return undefined;
        const known = keys.get(asset);
        if (known === undefined) keys.set(asset, own);
        return known === undefined || known === own ? undefined : replaced(order, 'contentKey', known);
      };
    },
  ),
  grantsOtherwise(
    {
      id: 'rental-left-out',
      sentence: 'ExpressPlay leaves the rental of a token out of the license.',
      breaks: ['EP-LIC-20'],
      consequences: [],
    },
    () => ({ order }) =>
      Number(valueOf(order, 'rentalDuration') ?? 0) > 0 ? replaced(order, 'rentalDuration', undefined) : undefined,
  ),
  grantsOtherwise(
    {
      id: 'rental-taken-for-minutes',
      sentence: 'ExpressPlay takes the rental of a token for minutes.',
      breaks: ['EP-LIC-20'],
      consequences: [],
    },
    () => ({ order }) => {
      const rental = Number(valueOf(order, 'rentalDuration') ?? 0);
      return rental > 0 ? replaced(order, 'rentalDuration', String(rental * 60)) : undefined;
    },
  ),
  grantsOtherwise(
    {
      id: 'cookie-beside-the-token',
      sentence: 'ExpressPlay logs a redemption under the cookie in the query, where there is one beside the token.',
      breaks: ['EP-LIC-23'],
      consequences: [],
    },
    () => ({ order, beside }) => {
      const cookie = valueOf(beside, 'cookie');
      return cookie === undefined ? undefined : replaced(order, 'cookie', cookie);
    },
  ),
];
