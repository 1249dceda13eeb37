export type * from './configuration';
export * from './configuration-error';
export type { ConfigurationOptions } from './options';
export { loadConfiguration, type LoadConfiguration } from './load';
export { configurationDigest } from './digest';
export { defaultReadings, schemaAt } from './config-schema';
export type { KeyPath } from './key-path';
export { redactorOf } from './secrets';
export { embeddedAuthenticator, embeddedKeyStore } from './embedded-catalogue';
