/** A parameter that the documentation of the FairPlay token request lists (FP-TOK, SEES-TIME). */
export interface TokenParameter {
  readonly name: string;
  readonly group: 'token' | 'license' | 'restriction' | 'correlation';
  /** Must be in every request. */
  readonly required: boolean;
  /** Must be there unless this other parameter is. */
  readonly requiredWithout?: string;
  /** May occur more than once. */
  readonly repeatable?: true;
  /** The form of the value, in words. */
  readonly form: string;
}

/** The documented parameters of a FairPlay token request, in the order of the documents. Names are case-sensitive. */
export const tokenParameters: readonly TokenParameter[] = [
  { name: 'customerAuthenticator', group: 'token', required: true, form: 'the API key of the environment' },
  { name: 'errorFormat', group: 'token', required: false, form: '`html` (when absent) or `json`' },
  { name: 'generalFlags', group: 'license', required: false, form: 'all zero, 4 or 8 hex digits (C-14)' },
  { name: 'kek', group: 'license', required: false, form: 'key-encryption key in hex; with exactly one of kid and ek' },
  { name: 'kid', group: 'license', required: false, form: '32 hex digits, or `^` and 1 to 64 characters (C-16)' },
  { name: 'ek', group: 'license', required: false, form: 'wrapped content key (RFC 3394), 48 hex digits' },
  { name: 'contentKey', group: 'license', required: false, requiredWithout: 'kek', form: '32 hex digits' },
  { name: 'iv', group: 'license', required: true, form: '32 hex digits' },
  { name: 'rentalDuration', group: 'license', required: false, form: 'whole seconds, 0 when absent' },
  {
    name: 'fpExtension',
    group: 'license',
    required: false,
    repeatable: true,
    form: '4 characters, a comma, base64',
  },
  { name: 'expirationTime', group: 'restriction', required: false, form: '`+` and seconds, or RFC 3339 in Zulu form' },
  { name: 'cookie', group: 'correlation', required: false, form: 'any text of at most 32 characters' },
];

/** The names alone. The device restriction is not among them: the table does not know it (C-03). */
export const DOCUMENTED_TOKEN_PARAMETERS: readonly string[] = tokenParameters.map((parameter) => parameter.name);

/** Names under which the device restriction is accepted by default (C-12); only the first one is documented (DEVBIND). */
export const DEVICE_ID_NAMES: readonly string[] = ['deviceid', 'deviceId', 'device_id'];

/** The device restriction a SEES sends, unless told otherwise. */
export const DEVICE_ID_PARAMETER = 'deviceid';

/** Longest cookie, in characters (code points), in entitlement requests and token requests (SEES-API, FP-TOK). */
export const MAX_COOKIE_CHARACTERS = 32;
