/** How a check ended (contract: Checks and outcomes). */
export type Outcome =
  | 'pass'
  | 'fail'
  | 'warn'
  | 'info'
  | 'not-applicable'
  | 'not-observable'
  | 'not-selected'
  | 'could-not-test'
  | 'harness-error';

export type Gate = 'must' | 'should' | 'none';
