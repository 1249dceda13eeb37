export * from './target';
export * from './configuration';
export { openTarget } from './open-target';
export { openRehearsal } from './rehearsal';
export { credentialsOf, expressPlayDouble, keyStoreOf, seesDouble, type Misbehavior } from './doubles';
export { aheadOf, Clocks, middleOf } from './clocks';
export { isLoopback } from './offers';
export { isProduction } from './production';
export { Visitors, type ConnectionTrouble, type StrayCall } from './visitors';
