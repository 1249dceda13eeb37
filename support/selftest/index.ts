export * from './judgement';
export * from './trial';
