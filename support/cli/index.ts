export { conduct, type Conducted } from './conduct';
export { openRun } from './open-run';
