export * from './requirement';
export type { Ledger } from './ledger';
export { LedgerError } from './ledger-error';
export { loadLedger } from './load';
export { nearest } from './nearest';
export { packageFile } from './package-file';
