export { codePlace } from './code-place';
export { conduct, type Conducted } from './conduct';
export { Laboratory, type Experiment } from './laboratory';
export { openRun } from './open-run';
export { OwnCrew, type Catalog } from './own-crew';
export { conductSelftest } from './selftest-command';
export { explainFailure } from './explain-failure';
