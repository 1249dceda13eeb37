export * from './http';
export * from './clock';
export * from './stimulus';
export * from './exchange';
export * from './journal';
export * from './describe';
export * from './redactor';
export * from './transport-error';
