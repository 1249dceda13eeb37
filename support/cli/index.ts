export { codePlace } from './code-place';
export { conduct, type Conducted } from './conduct';
export { Deployment, type DeploymentOptions } from './deployment';
export { explainFailure } from './explain-failure';
export { Laboratory, type Experiment } from './laboratory';
export { mergeCommand } from './merge-command';
export { openRun } from './open-run';
export { OwnCrew, type Catalog } from './own-crew';
export { conductSelftest } from './selftest-command';
