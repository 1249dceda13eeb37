export type { Hosted, HostOptions } from './hosted';
export type { OnHandlerError } from './answer';
export type { Listener, ListenerTls, ListenOptions } from './listener';
export type { CertificateOptions, CertificatePair, Certificates } from './certificates';
export { host } from './host';
export { directAdapter, type DirectOptions } from './direct-adapter';
export { listen } from './listener';
export { createCertificates } from './certificates';
export { hostBehindNock } from './nock-hosting';
