import type { Fixture, Need } from './requirement';

const FIXTURES: ReadonlySet<Need> = new Set<Fixture>([
  'denied',
  'key-store',
  'other-account',
  'foreign-token',
  'account-states',
]);

/** Whether configuration alone fulfills a need, so that a target without it has nothing to be judged by. */
export function isFixture(need: Need): need is Fixture {
  return FIXTURES.has(need);
}
