import type { StepResult, TestResult } from 'allure-js-commons';

export type Shown = 'passed' | 'failed' | 'broken' | 'skipped';

/** Allure's shapes with the words that stand in the files; its enums would have to be loaded. */
export type Step = Omit<StepResult, 'status' | 'stage' | 'steps'> & Words;
export type Test = Omit<TestResult, 'status' | 'stage' | 'steps'> & Words;

interface Words {
  readonly status: Shown;
  readonly stage: 'finished';
  readonly steps: readonly Step[];
}
