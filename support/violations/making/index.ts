export * from './answers';
export * from './decisions';
export * from './forgiving';
export * from './messages';
export * from './requests';
export * from './trusts';
export { nowAndThen } from './now-and-then';
export { forFewCookies } from './for-few-cookies';
