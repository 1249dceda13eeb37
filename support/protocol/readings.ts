/**
 * Where the documents leave freedom, the operator says what holds (protocol.md section 15). Every key is documented with its
 * C-number and default in schemas/config.schema.json.
 */
export interface Readings {
  /** C-19: what an absent (or 0) requestType means. */
  readonly 'requestType.default': 'unspecified' | 'deny' | '1';
  /** C-21: a request whose version is the text "1". */
  readonly 'request.stringVersion': 'unspecified' | 'accept' | 'deny';
  /** C-01: `any`: absent, null and empty are all fine on a refusal; `present`: the published schema to the letter. */
  readonly 'denial.epTokenURL': 'any' | 'present';
  /** C-26: HTTP status of a refusal. */
  readonly 'denial.status': '200' | 'any';
  /** C-12: accepted names of the device restriction. */
  readonly 'names.deviceId': readonly string[];
  /** C-31: which device counts when a cookie has several. */
  readonly multiDevice: 'latest' | 'first' | 'deny';
  /** C-13: where a token request carries the cookie; `any`: in a header that no document names, too. */
  readonly 'cookie.location': 'parameter' | 'any';
  /** C-11: request types whose token request must carry expirationTime. */
  readonly 'expiration.required': readonly number[];
  /** C-03: whether ExpressPlay offers device binding for FairPlay at all. */
  readonly 'deviceBinding.supported': boolean;
  /** Media type of a license request. */
  readonly 'license.contentType': string;
  /** How the SPC is wrapped in a license request. */
  readonly 'license.body': 'raw' | 'form-spc-base64' | 'json';
  /** In which form a license comes; `any`: none was declared. */
  readonly 'license.response': 'any' | 'raw' | 'base64' | 'ckc-tag' | 'json';
  /** Statuses that count as a refusal of a license. */
  readonly 'license.denyStatuses': readonly string[];
  /** Where a JSON error of ExpressPlay holds its code, as dotted paths; after them the whole answer is searched. */
  readonly 'errors.jsonPaths': readonly string[];
  /** HTTP status (`401`) or class (`4xx`, `50x`) that an operator declared for an ExpressPlay code, by code. */
  readonly 'errors.httpStatus': Readonly<Record<string, string>>;
}
