export * from './content';
export * from './readings';
