/**
 * FairPlay SPC and CKC of version 1 with test credentials: a player's secure part, and a key server's. Every real FairPlay
 * key server refuses these SPCs, and that is intended (see `testD`).
 */
export { buildCkc } from './build-ckc';
export type { CkcOptions, CkcTweak } from './build-ckc';
export type { SpcContents, SpcPlayback, SpcTweak } from './build-spc';
export type { CkcContainer } from './ckc-container';
export { CkcError } from './ckc-error';
export type { CkcDefect } from './ckc-error';
export { Device } from './device';
export type { SpcOptions } from './device';
export type { License } from './open-ckc';
export { parseSpc } from './parse-spc';
export type { ParsedSpc } from './parse-spc';
export { systemRandom } from './random';
export type { Random } from './random';
export type { SkR1 } from './sk-r1';
export { inspectSpc } from './spc-container';
export type { SpcContainer, SpcOutside } from './spc-container';
export { SPC_FLAWS } from './spc-flaws';
export type { SpcFlaw } from './spc-flaws';
export { SpcError } from './spc-error';
export type { SpcDefect, SpcField } from './spc-error';
export type { MediaPlayback } from './spc-fields';
export { SpcRequest } from './spc-request';
export { spcFromBase64 } from './spc-text';
export { TAG } from './tags';
export { createTestCredentials, loadTestCredentials } from './test-credentials';
export type { TestCredentials, TestCredentialsInput } from './test-credentials';
export { testD } from './test-d';
export type { DFunction } from './test-d';
export type { TllvBlock } from './tllv';
export { unwrapCkc } from './unwrap-ckc';
export type { CkcForm, UnwrappedCkc } from './unwrap-ckc';
export type { Hdcp, KeyType, PlaybackState, StreamingIndicator } from './values';
