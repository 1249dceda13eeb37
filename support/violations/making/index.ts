export * from './answers';
export * from './messages';
export * from './requests';
export * from './trusts';
