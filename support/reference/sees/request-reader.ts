import { isJsonObject, MAX_COOKIE_CHARACTERS } from '../../protocol';
import type { EntitlementQuestion } from './entitlement-question';
import { REFUSALS, type Refusal } from './refusal';

/** Largest entitlement request that is read at all; the documented members need a few hundred bytes. */
export const MAX_REQUEST_BYTES = 65_536;

export type ReadRequest =
  | { readonly kind: 'question'; readonly question: EntitlementQuestion }
  /** Documented form, but a rule forbids to go on: a decision. */
  | { readonly kind: 'refused'; readonly messageID: string; readonly version: number; readonly refusal: Refusal }
  /** Not the documented form: no decision is made. */
  | { readonly kind: 'malformed'; readonly status: 400 | 413; readonly messageID?: string; readonly refusal: Refusal };

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** Reads a request body strictly; a member of the wrong type never counts as absent (SEES-REQ-05, -07, -15, -23). */
export function readRequest(body: Buffer): ReadRequest {
  if (body.length > MAX_REQUEST_BYTES) return { kind: 'malformed', status: 413, refusal: REFUSALS.tooLarge };
  const request = parse(body);
  if (!isJsonObject(request)) return { kind: 'malformed', status: 400, refusal: REFUSALS.unreadable };
  const { messageID } = request;
  const faults = Object.entries(FORMS).flatMap(([member, form]) => {
    const fault = form(request[member]);
    return fault === undefined ? [] : [`${member} ${fault}`];
  });
  if (typeof messageID !== 'string' || faults.length > 0) {
    const known = typeof messageID === 'string' && messageID !== '' ? { messageID } : {};
    return { kind: 'malformed', status: 400, ...known, refusal: REFUSALS.malformed(faults) };
  }
  return judge(request as unknown as WellFormed);
}

interface WellFormed {
  readonly messageID: string;
  readonly version: number;
  readonly contentID: string;
  readonly requestType?: number;
  readonly customerCookie?: string;
}

/** The schema of SEES-API, member by member; each answers what is wrong. */
const FORMS: Readonly<Record<keyof WellFormed, (value: unknown) => string | undefined>> = {
  messageID: (value) => required(value) ?? string(value) ?? (value === '' ? 'must not be empty' : undefined),
  version: (value) => required(value) ?? integer(value),
  contentID: (value) => required(value) ?? string(value),
  requestType: (value) => (value === undefined ? undefined : integer(value)),
  customerCookie: (value) => (value === undefined ? undefined : string(value)),
};

const required = (value: unknown): string | undefined => (value === undefined ? 'is missing' : undefined);
const string = (value: unknown): string | undefined => (typeof value === 'string' ? undefined : 'must be a string');
const integer = (value: unknown): string | undefined => (Number.isInteger(value) ? undefined : 'must be an integer');

function judge({ messageID, version, contentID, requestType, customerCookie: cookie }: WellFormed): ReadRequest {
  const refused = (refusal: Refusal): ReadRequest => ({ kind: 'refused', messageID, version, refusal });
  if (version < 1) return refused(REFUSALS.version);
  if (requestType === undefined) return refused(REFUSALS.requestTypeMissing);
  if (requestType !== 1 && requestType !== 2 && requestType !== 3) return refused(REFUSALS.requestTypeUnknown);
  if (cookie !== undefined) {
    // A lone surrogate cannot be written into a URL, and must not become another cookie by being replaced.
    if (/\p{Surrogate}/u.test(cookie)) return refused(REFUSALS.cookieText);
    if (Array.from(cookie).length > MAX_COOKIE_CHARACTERS) return refused(REFUSALS.cookieTooLong);
  }
  if (requestType === 1) {
    const question: EntitlementQuestion = {
      requestType,
      messageID,
      contentID,
      ...(cookie === undefined ? {} : { cookie }),
    };
    return { kind: 'question', question };
  }
  if (cookie === undefined || cookie === '') return refused(REFUSALS.cookieMissing);
  return { kind: 'question', question: { requestType, messageID, contentID, cookie } };
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(UTF8.decode(body)) as unknown;
  } catch {
    return undefined;
  }
}
