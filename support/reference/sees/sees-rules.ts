import type { HttpResponse } from '../../exchange';
import { readUriList, type Content } from '../../protocol';
import type { EntitlementQuestion } from './entitlement-question';
import { relativeToAbsolute } from './expiration-policy';
import { selectDevice, type DeviceChoice } from './device-choice';
import type { RecordedEvent } from './recorded-event';
import type { MultiDevice } from './sees-options';
import type { TokenRequestFacts } from './token-request';

/** What SEES knows and no client may learn. */
export interface SeesSecrets {
  readonly customerAuthenticator: string;
  /** The title that is asked for. */
  readonly content: Content | undefined;
  /** The device that a token is asked for. */
  readonly deviceId: string | undefined;
}

/**
 * The single decisions of the reference SEES, each a pure function with the right answer as default. A violation replaces one
 * of them; nothing else in the handler knows that.
 */
export interface SeesRules {
  /** The messageID an answer carries (SEES-RES-01). */
  readonly responseMessageID: (requestMessageID: string) => string;
  /** Which device the events of a record answer stand for (EP-REC-07, EP-REC-08, EP-REC-10, EP-REC-12). */
  readonly selectDevice: (events: readonly RecordedEvent[], cookie: string, several: MultiDevice) => DeviceChoice;
  /** What becomes of a type 3 request whose cookie has no device (SEQ-38, SEES-ERR-09). */
  readonly onNoRecord: (question: EntitlementQuestion) => 'refuse' | 'ask-unbound';
  /** The expirationTime of a token request; undefined: none is sent (EP-TOK-11 to EP-TOK-15). */
  readonly expirationTime: (content: Content, absolute: boolean, nowMs: number) => string | undefined;
  /** What a token request is made of, for the sake of a question (EP-TOK-05 to EP-TOK-07, EP-TOK-16 to EP-TOK-20). */
  readonly asksFor: (facts: TokenRequestFacts, question: EntitlementQuestion) => TokenRequestFacts;
  /** The license URL in a successful answer of the token service; undefined: there is none (SEES-ERR-07, SEES-ERR-08). */
  readonly licenseUrlIn: (answer: string) => string | undefined;
  /** What the client reads of a fault of ExpressPlay: nothing that ExpressPlay wrote (SEES-ERR-15). */
  readonly errorText: (own: string, answer: string) => string;
  /** What is told to the client: the answer, and nothing else that SEES knows (SEES-SEC-01 to SEES-SEC-03). */
  readonly told: (answer: HttpResponse, secrets: SeesSecrets) => HttpResponse;
}

export const DEFAULT_SEES_RULES: SeesRules = {
  responseMessageID: (requestMessageID) => requestMessageID,
  selectDevice,
  onNoRecord: () => 'refuse',
  expirationTime: ({ expirationTime }, absolute, nowMs) =>
    absolute && expirationTime !== undefined ? relativeToAbsolute(expirationTime, nowMs) : expirationTime,
  asksFor: (facts) => facts,
  licenseUrlIn: (answer) => {
    const { url, lines } = readUriList(answer);
    return lines.urls.length === 1 ? url : undefined;
  },
  errorText: (own) => own,
  told: (answer) => answer,
};
