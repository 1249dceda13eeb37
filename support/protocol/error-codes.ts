/** An event error code of the FairPlay table (FP-TOK). Code and sense are documented, the other columns are inferred. */
export interface ErrorCode {
  readonly code: number;
  /** What the code says. */
  readonly sense: string;
  /** Where it can arise: token request, license request, administrative state of the account, or nowhere in FairPlay. */
  readonly where: 'T' | 'L' | 'A' | 'X';
  /** How to provoke it; for X why nothing does. */
  readonly trigger: string;
  /** The HTTP status to expect; undefined where nothing is known. */
  readonly status: 400 | 401 | '50x' | undefined;
}

const NOT_FAIRPLAY = 'none: the parameter belongs to another DRM';

/** All 40 codes of the table, in its order. */
export const ERROR_CODES: readonly ErrorCode[] = [
  row(-2002, 'expiration time of the token is invalid', 'T', 'expirationTime=abc, a date without Z, a past date', 400),
  row(-2003, 'IP address is invalid', 'X', 'none: FairPlay tokens have no address restriction', 400),
  row(-2005, 'content encryption key is invalid', 'T', 'contentKey with digits outside hex', 400),
  row(-2008, 'output control flags are invalid', 'X', NOT_FAIRPLAY, 400),
  row(-2017, 'customer authenticator is missing', 'T', 'a request without customerAuthenticator', 401),
  row(-2018, 'customer authenticator is not valid', 'T', 'a wrong key, or the key of the other environment', 401),
  row(-2019, 'no tokens are left', 'A', 'an exhausted account', undefined),
  row(-2020, 'rights type is missing', 'X', NOT_FAIRPLAY, 400),
  row(-2021, 'rights type is invalid', 'X', NOT_FAIRPLAY, 400),
  row(-2022, 'end of the rental period is missing', 'X', NOT_FAIRPLAY, 400),
  row(-2023, 'play duration of the rental is missing', 'X', NOT_FAIRPLAY, 400),
  row(-2025, 'play duration of the rental is invalid', 'X', NOT_FAIRPLAY, 400),
  row(-2027, 'content key does not have 32 hex digits', 'T', 'contentKey of 30, 31 or 33 digits', 400),
  row(-2030, 'administrative fault inside ExpressPlay', 'A', 'a fault behind the token service', '50x'),
  row(-2031, 'service account is disabled', 'A', 'a disabled account', undefined),
  row(-2033, 'cookie is invalid', 'T', 'a cookie of 33 characters', 400),
  row(-2034, 'output control is out of range', 'X', NOT_FAIRPLAY, 400),
  row(-2035, 'a parameter has no value', 'T', 'contentKey= or fpExtension=wudo', 400),
  row(-2036, 'extension type does not have 4 characters', 'T', 'fpExtension=abc,AAAA', 400),
  row(-2037, 'extension payload is not base64', 'T', 'fpExtension=wudo,***', 400),
  row(-2040, 'output control flag does not encode 4 bytes', 'X', NOT_FAIRPLAY, 400),
  row(-3004, 'error format is unknown', 'T', 'errorFormat=xml', 400),
  row(
    -4001,
    'device could not be authenticated',
    'L',
    'an SPC that is not authentic or cannot be decrypted',
    undefined,
  ),
  row(-4010, 'token is invalid', 'L', 'a token with a character changed, or cut short', undefined),
  row(-4018, 'key id is missing', 'T', 'kek without kid and ek', 400),
  row(-4019, 'lookup in the key store failed', 'T', 'kek with an unknown kid', 400),
  row(-4020, 'key id does not have 32 hex digits', 'T', 'kid of 30 digits', 400),
  row(-4021, 'text of the key id is too long', 'T', 'kid=^ followed by 65 characters', 400),
  row(-4022, 'key id is invalid', 'T', 'kid of 32 characters outside hex', 400),
  row(-4024, 'wrapped key or key-encryption key is invalid', 'T', 'ek that fails its integrity check under kek', 400),
  row(-5003, 'general flags are invalid', 'T', 'generalFlags=0001', 400),
  row(-6001, 'FairPlay extension is invalid', 'T', 'fpExtension with two commas or an empty type', 400),
  row(-6002, 'token is not of a FairPlay type', 'L', 'a token of another DRM', undefined),
  row(-6003, 'initialization vector is invalid', 'T', 'iv absent, of 30 digits, or outside hex', 400),
  row(-6004, 'CKC could not be made', 'L', 'an SPC that parses but cannot be answered', '50x'),
  row(-6005, 'key data do not fit together', 'T', 'kek with both kid and ek', 400),
  row(-6006, 'service is not authorized for FairPlay', 'A', 'an account without FairPlay', undefined),
  row(-6007, 'rental duration is invalid', 'T', 'rentalDuration=-1 or abc', 400),
  row(
    -6008,
    'device binding is not supported for FairPlay',
    'T',
    'any device restriction, where unsupported (C-03)',
    400,
  ),
  row(-6009, 'FairPlay option is switched off', 'A', 'the option off in the portal', undefined),
];

const BY_CODE = new Map(ERROR_CODES.map((entry) => [entry.code, entry]));

/** The table's entry for a code; undefined for a number that is not in it. */
export function errorCode(code: number): ErrorCode | undefined {
  return BY_CODE.get(code);
}

function row(
  code: number,
  sense: string,
  where: ErrorCode['where'],
  trigger: string,
  status: ErrorCode['status'],
): ErrorCode {
  return { code, sense, where, trigger, status };
}
