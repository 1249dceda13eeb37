export * from './requirement';
