export { codePlace } from './code-place';
export { conduct, type Conducted } from './conduct';
export { openRun } from './open-run';
