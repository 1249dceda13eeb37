export * from './violation';
export * from './registry';
