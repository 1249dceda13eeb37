export * from './body-flaw';
export * from './flawed-request';
export * from './property-flaw';
export * from './stray-secrets';
