import type { Violation } from '../violation';
import { anyAnswerIsAUrl } from './any-answer-is-a-url';
import { DETOURS } from './detours';
import { LEAKS } from './leaks';
import { MISSING_EVENTS } from './missing-events';
import { OLD_TOKENS } from './old-tokens';
import { RECORD_FAULTS } from './record-faults';
import { RECOVERIES } from './recoveries';
import { TOKEN_ANSWERS } from './token-answers';
import { upstreamTextPassedOn } from './upstream-text-passed-on';

export const UPSTREAM_FAULTS_VIOLATIONS: readonly Violation[] = [
  ...OLD_TOKENS,
  ...TOKEN_ANSWERS,
  ...DETOURS,
  ...RECORD_FAULTS,
  ...MISSING_EVENTS,
  ...RECOVERIES,
  ...LEAKS,
  anyAnswerIsAUrl,
  upstreamTextPassedOn,
];
