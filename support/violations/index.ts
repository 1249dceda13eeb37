export * from './door-rules';
export * from './violation';
export * from './registry';
export * from './variation';
export * from './variations';
export { Shadow } from './shadow';
