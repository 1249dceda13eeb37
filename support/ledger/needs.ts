import type { Fixture, Need } from './requirement';

const FIXTURES: readonly Fixture[] = ['denied', 'key-store', 'other-account', 'foreign-token', 'account-states'];

/** Everything that a requirement can ask of a target. */
export const NEEDS: readonly Need[] = [
  'backend',
  'token-service',
  'faults',
  'records',
  'synthetic',
  'expiry',
  'exact-clock',
  'two-devices',
  'tls',
  'expressplay-tls',
  'hostile',
  ...FIXTURES,
];

/** Whether configuration alone fulfills a need, so that a target without it has nothing to be judged by. */
export function isFixture(need: Need): need is Fixture {
  return (FIXTURES as readonly Need[]).includes(need);
}
