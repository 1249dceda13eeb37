import type { Violation } from '../violation';
import { EXTENSIONS_TAKEN } from './extensions-taken';
import { KEY_IDS_TAKEN } from './key-ids-taken';
import { KEYS_TAKEN } from './keys-taken';
import { OPTIONS_TAKEN } from './options-taken';

export const ERROR_CODES_VIOLATIONS: readonly Violation[] = [
  ...KEYS_TAKEN,
  ...KEY_IDS_TAKEN,
  ...OPTIONS_TAKEN,
  ...EXTENSIONS_TAKEN,
];
