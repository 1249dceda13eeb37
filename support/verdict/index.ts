export * from './outcome';
export * from './report-model';
export * from './scenario-record';
export * from './run-listener';
