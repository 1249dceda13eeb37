/** Why SEES says no: the number and the text the client gets. Texts are fixed, so nothing can leak through them. */
export interface Refusal {
  readonly error: number;
  readonly errorText: string;
}

const refusal = (error: number, errorText: string): Refusal => ({ error, errorText });

/** SEES' own numbers; the documents leave them to the server. ExpressPlay's own codes are negative and passed on. */
export const REFUSALS = {
  unreadable: refusal(1001, 'The request is not a JSON object in UTF-8.'),
  malformed: (members: readonly string[]): Refusal =>
    refusal(1002, `The request does not have the documented form: ${members.join('; ')}.`),
  tooLarge: refusal(1003, 'The request is too large.'),
  version: refusal(1004, 'version must be 1 or higher: this server speaks version 1.'),
  requestTypeMissing: refusal(
    1005,
    'requestType is missing: 1 (time-based), 2 (registration) or 3 (device-bound) is needed.',
  ),
  requestTypeUnknown: refusal(1006, 'requestType must be 1 (time-based), 2 (registration) or 3 (device-bound).'),
  cookieMissing: refusal(1007, 'customerCookie is needed for requestType 2 and 3 and must not be empty.'),
  cookieTooLong: refusal(1008, 'customerCookie must have at most 32 characters.'),
  cookieText: refusal(1009, 'customerCookie is not well-formed Unicode.'),
  contentUnknown: refusal(1010, 'No content with this contentID.'),
  notEntitled: refusal(1011, 'Not entitled.'),
  noDevice: refusal(1020, 'No device is registered under this customerCookie.'),
  severalDevices: refusal(1021, 'Several devices are registered under this customerCookie.'),
  recordsFailed: refusal(1030, 'The device lookup failed.'),
  tokenFailed: refusal(1031, 'The token request failed.'),
  tokenUnusable: refusal(1032, 'The token service gave no license URL.'),
  /** @param code a documented ExpressPlay code, passed on; @param own what SEES would say without it */
  upstream: (own: Refusal, code: number | undefined): Refusal =>
    code === undefined ? own : refusal(code, own.errorText),
} as const;
