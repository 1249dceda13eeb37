export * from './requirement';
export { isFixture } from './fixtures';
export { profilesOf } from './profiles';
export type { ProfileName } from './profiles';
export type { Ledger } from './ledger';
export { LedgerError } from './ledger-error';
export { loadLedger } from './load';
export { nearest } from './nearest';
export { packageFile } from './package-file';
