export * from './target';
export * from './configuration';
export { openTarget } from './open-target';
export { credentialsOf, expressPlayDouble, seesDouble, type Misbehavior } from './doubles';
