import type { RecordFormat } from '../../checks';
import type { TestCredentials } from '../../fairplay';

/** An administrative state in which every token request of the account fails (codes marked A in FP-TOK). */
export type AccountState = 'no-tokens-left' | 'admin-error' | 'disabled' | 'no-fairplay' | 'fairplay-off';

export interface StoredKey {
  /** RFC 3394 wrapped content key, 48 hex digits. */
  readonly ek: string;
  /** The key it is wrapped with, 32 hex digits; only where known can a contentKey sent beside the kid be compared (EP-TOK-58). */
  readonly kek?: string;
}

export interface Account {
  readonly customerAuthenticator: string;
  /** By kid: 32 lower-case hex digits, or `^` and up to 64 characters. */
  readonly keyStore?: Readonly<Record<string, StoredKey>>;
  readonly state?: AccountState;
}

/** Text form of the 20 bytes of HU: 40 hex digits in either case, or 8-4-4-4-20 of them like a GUID. */
export type DeviceIdForm = 'hex' | 'HEX' | 'guid';

export interface RecordServiceOptions {
  /** What `cookie` selects: the 32 most recent events (default), or the most recent one (C-17). */
  readonly mode?: 'last32' | 'latest';
  /** Root key and field names; default DEFAULT_RECORD_FORMAT. */
  readonly format?: RecordFormat;
  /** How long an event stays invisible, in milliseconds; default 0. */
  readonly visibilityMs?: number;
  /** Answer where no event matches; default `array`. */
  readonly emptyForm?: 'array' | 'object' | '404';
  /** Answer of mode `latest`: an array of one (default), or the bare event. */
  readonly latestForm?: 'array' | 'object';
}

export interface ExpressPlayOptions {
  readonly accounts: readonly Account[];
  /** Absolute URL of the license service as tokens are handed out with it, e.g. `https://fp.example/hms/fp/rights/`. */
  readonly licenseUrl: string;
  /** The application certificate's private key and ASk: test credentials, refused by every real FairPlay key server. */
  readonly credentials: TestCredentials;
  /** Default `hex`. */
  readonly deviceIdForm?: DeviceIdForm;
  readonly record?: RecordServiceOptions;
  /** Device restrictions in token requests; default: supported, names DEVICE_ID_NAMES. Unsupported: -6008 (C-03). */
  readonly deviceBinding?: { readonly supported?: boolean; readonly names?: readonly string[] };
}
