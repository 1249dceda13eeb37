export type * from './job';
export * from './judgement';
export * from './kill-evidence';
export * from './kill-matrix';
export { matrixMarkdown, sentencesOf } from './matrix-markdown';
export * from './selftest';
export * from './trial';
