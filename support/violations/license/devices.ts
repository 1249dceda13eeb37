import { TAG } from '../../fairplay';
import type { Violation } from '../violation';
import { errorOf, replaced, valueOf } from '../making';
import { readsLeniently, spcIn, withBlocks } from './lenient-spc';
import { answersRedemption, grantsAnyway, restrictionIn, type Redemption } from './redemption';

/** Device S, which shares all but one byte of its id with the bound device, is served. */
const ANOTHER_DEVICE = ['EP-LIC-06', 'SEQ-35', 'SEQ-42'];

/** Hex digits of all but one byte of a device id. */
const MOST = 38;

const compared = (
  id: string,
  sentence: string,
  same: (bound: string, presented: string) => boolean,
): Violation => ({
  id,
  party: 'expressplay',
  sentence,
  breaks: ANOTHER_DEVICE,
  // The same matching as the step B15 of the diagram.
  consequences: [],
  expressplayRules: (rules, applied) => ({
    ...rules,
    deviceMatches: (bound, presented) => {
      const right = rules.deviceMatches(bound, presented);
      if (right || presented === undefined || !same(bound, presented)) return right;
      applied();
      return true;
    },
  }),
});

/** A client that writes its own id beside the token is taken for the device that the token is bound to. */
function boundByQuery(name: string, id: string): Violation {
  return grantsAnyway(
    {
      id,
      sentence: `ExpressPlay compares the SPC with ${name} in the query, where that is there, and not with the token.`,
      breaks: ['EP-LIC-16'],
      consequences: [],
    },
    ({ order, beside }) => {
      const restriction = restrictionIn(order);
      const device = valueOf(beside, name);
      return restriction === undefined || device === undefined ? undefined : replaced(order, restriction, device);
    },
  );
}

function presents({ request, order }: Redemption): 'own' | 'other' | undefined {
  const restriction = restrictionIn(order);
  const spc = spcIn(request.body);
  if (restriction === undefined || spc === undefined) return undefined;
  return spc.hu.toString('hex') === valueOf(order, restriction) ? 'own' : 'other';
}

/** A fresh token for the same with no end of its own, and in the second case for any device. */
const lateFor = (whose: 'own' | 'other') => (redemption: Redemption) => {
  const { order } = redemption;
  if (valueOf(order, 'expirationTime') === undefined || presents(redemption) !== whose) return undefined;
  const endless = replaced(order, 'expirationTime', undefined);
  return whose === 'own' ? endless : replaced(endless, restrictionIn(order) ?? '', undefined);
};

export const DEVICES: readonly Violation[] = [
  compared(
    'last-byte-of-device-ignored',
    'ExpressPlay compares the first 19 bytes of the device ids.',
    (bound, presented) => bound.slice(0, MOST) === presented.slice(0, MOST),
  ),
  compared(
    'first-byte-of-device-ignored',
    'ExpressPlay compares the last 19 bytes of the device ids.',
    (bound, presented) => bound.slice(-MOST) === presented.slice(-MOST),
  ),
  boundByQuery('deviceid', 'device-in-the-query'),
  boundByQuery('device_id', 'device-in-the-query-underscored'),
  boundByQuery('deviceId', 'device-in-the-query-in-camel-case'),
  {
    id: 'unknown-device-for-bound-one',
    party: 'expressplay',
    sentence: 'ExpressPlay takes a device id that it never met for a new one of the bound device.',
    breaks: ['EP-LIC-22'],
    // Whoever comes with a bound token of another before it has registered.
    consequences: ['EP-LIC-06', 'SEQ-35', 'SEQ-42'],
    expressplayRules: (rules, applied) => {
      const met = new Set<string>();
      return {
        ...rules,
        eventOf: (redemption) => {
          if (redemption.deviceId !== undefined && redemption.errorCode === undefined) met.add(redemption.deviceId);
          return rules.eventOf(redemption);
        },
        deviceMatches: (bound, presented) => {
          const right = rules.deviceMatches(bound, presented);
          if (right || presented === undefined || met.has(presented)) return right;
          applied();
          return true;
        },
      };
    },
  },
  readsLeniently(
    {
      id: 'adapter-indicator-ignored',
      sentence: 'ExpressPlay takes no notice that an AV adapter stands for the device in an SPC.',
      breaks: ['EP-LIC-22'],
      consequences: [],
    },
    (body) => withBlocks(body, (blocks) => blocks.filter(({ tag }) => tag !== TAG.streamingIndicator)),
  ),
  grantsAnyway(
    {
      id: 'bound-token-without-end',
      sentence: 'ExpressPlay gives the bound device a license for a token whose time is over.',
      breaks: ['EP-LIC-19', 'SEQ-48', 'EP-LIC-E4010.refused'],
      consequences: [],
    },
    lateFor('own'),
  ),
  answersRedemption(
    {
      id: 'unbound-token-for-the-first-device',
      sentence: 'ExpressPlay serves a title without a device restriction only to the device that played it first.',
      breaks: ['EP-LIC-07'],
      // Every scenario has devices of its own, and the same titles.
      consequences: ['EP-LIC-01', 'SEQ-06', 'SEQ-08'],
    },
    () => {
      const first = new Map<string, string>();
      return (right, { request, order }) => {
        const key = valueOf(order, 'contentKey');
        const device = spcIn(request.body)?.hu.toString('hex');
        const isFree = restrictionIn(order) === undefined && valueOf(order, 'cookie') === undefined;
        if (!isFree || right.status !== 200 || key === undefined || device === undefined) return undefined;
        const before = first.get(key) ?? device;
        first.set(key, before);
        return before === device ? undefined : errorOf(-4001, 403);
      };
    },
  ),
];
