import type { Variation } from '../variation';
import { ENTITLEMENTS } from './entitlements';
import { LICENSES } from './licenses';
import { RECORDS } from './records';
import { REFUSALS } from './refusals';
import { TOKENS } from './tokens';
import { UPSTREAM_CALLS } from './upstream-calls';

/** The conformant-but-different: no check may fail under any of them, nor under several. */
export const VARIATIONS: readonly Variation[] = [
  ...REFUSALS,
  ...ENTITLEMENTS,
  ...UPSTREAM_CALLS,
  ...TOKENS,
  ...RECORDS,
  ...LICENSES,
];
