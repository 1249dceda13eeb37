export { attributionOf, backendCallsOf, seesCallsOf, type BackendCalls, type Attribution } from './backend-calls';
export { deviceRestriction, type DeviceRestriction } from './device-restriction';
export {
  entitlementOf,
  entitlementsOf,
  grantedUrl,
  isGrant,
  isRefusal,
  own,
  type EntitlementAnswer,
  type Entitlement,
} from './entitlement-answer';
export { couldNotTest, notApplicable, observed, right, wrong, type WrongDetail } from './finding-builders';
export { isHexOf16Bytes, sameHex } from './hex';
export { readJsonObject } from './json-object';
export { ivBelongsTo, keyBelongsTo } from './key-material';
export { mediaType } from './media-type';
export { parametersOf, pathOf, type RequestParameters } from './parameters-of';
export { recordsOf, type RecordEvent } from './records-of';
export { remembered, rememberedFor, rememberedOf } from './remembered';
export { kindOf, quote, shape } from './show';
export { fitsStatus } from './status-form';
export { issuedToken, tokenAnswer, tokenListOf, type TokenList } from './token-answer';
export { begunAtMs } from './begun-at';
