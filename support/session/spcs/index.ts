export * from './spc-source';
export { SyntheticSpcs } from './synthetic-spcs';
export { CapturedSpcs, type Capture, type CaptureLimits } from './captured-spcs';
export { CommandedSpcs, type CommandedDevice } from './commanded-spcs';
export { SealedSpcs } from './sealed-spcs';
export { SpcsByDevice } from './spcs-by-device';
