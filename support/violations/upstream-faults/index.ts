import type { Violation } from '../violation';
import { OLD_TOKENS } from './old-tokens';
import { TOKEN_ANSWERS } from './token-answers';

export const UPSTREAM_FAULTS_VIOLATIONS: readonly Violation[] = [...OLD_TOKENS, ...TOKEN_ANSWERS];
