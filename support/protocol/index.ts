export type * from './content';
export { DEFAULT_READINGS } from './default-readings';
export {
  ELSEWHERE_PATH,
  RECORD_PATH,
  RIGHTS_PATH,
  TOKEN_PARAMETER,
  TOKEN_PATH,
  TOKEN_PATTERN,
  tokenOf,
} from './endpoints';
export type * from './entitlement';
export { ERROR_CODES, errorCode, type ErrorCode } from './error-codes';
export { MAX_EXPIRATION_SECONDS, parseExpirationTime, type ExpirationTime } from './expiration-time';
export { ERROR_CODE_PATHS, findErrorCode, mentionedErrorCodes } from './find-error-code';
export { isJson, isJsonObject, parseJson, type JsonObject } from './json';
export { unwrapContentKey, wrapContentKey } from './key-wrap';
export { parseParameters, queryOf, type Parameter } from './parameters';
export type * from './readings';
export {
  ENTITLEMENT_REQUEST_SCHEMA,
  ENTITLEMENT_RESPONSE_SCHEMA,
  REFUSAL_SCHEMA,
  STRICT_ENTITLEMENT_REQUEST_SCHEMA,
} from './schemas';
export {
  DEVICE_ID_NAMES,
  DEVICE_ID_PARAMETER,
  DOCUMENTED_TOKEN_PARAMETERS,
  MAX_COOKIE_CHARACTERS,
  tokenParameters,
  type TokenParameter,
} from './token-parameters';
export { isAbsoluteHttpUrl, readUriList, type UriList } from './uri-list';
