export type * from './violation';
export * from './registry';
export type * from './variation';
export * from './variations';
export { Shadow } from './shadow';
export { combined, type Watched } from './combined';
export { mergedSettings, type Settings } from './settings';
export { together } from './together';
export { VariationShadow } from './variation-shadow';
