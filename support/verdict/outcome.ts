/** How a check can end (contract: Checks and outcomes), from the worst to the least. */
export const OUTCOMES = [
  'fail',
  'harness-error',
  'could-not-test',
  'warn',
  'pass',
  'info',
  'not-applicable',
  'not-observable',
  'not-selected',
] as const;

export type Outcome = (typeof OUTCOMES)[number];

export type Gate = 'must' | 'should' | 'none';
