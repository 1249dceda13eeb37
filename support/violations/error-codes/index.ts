import type { Violation } from '../violation';
import { AUTHENTICATORS_TAKEN } from './authenticators-taken';
import { CODES_MISTAKEN } from './codes-mistaken';
import { EXTENSIONS_TAKEN } from './extensions-taken';
import { KEY_CODES_MISTAKEN } from './key-codes-mistaken';
import { KEY_IDS_TAKEN } from './key-ids-taken';
import { KEYS_TAKEN } from './keys-taken';
import { OPTIONS_TAKEN } from './options-taken';

export const ERROR_CODES_VIOLATIONS: readonly Violation[] = [
  ...KEYS_TAKEN,
  ...KEY_IDS_TAKEN,
  ...AUTHENTICATORS_TAKEN,
  ...OPTIONS_TAKEN,
  ...EXTENSIONS_TAKEN,
  ...CODES_MISTAKEN,
  ...KEY_CODES_MISTAKEN,
];
