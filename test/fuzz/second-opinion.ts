import type { EntitlementStimulus, HttpResponse } from '../../support/exchange';
import type { GarbledAnswer } from './laboratory';
import type { Point } from './runs';

/**
 * What a check may say of an answer that was garbled, told from the bytes by other means than the checks have. It knows less
 * than they do: where it has no opinion a check may say what it likes.
 *
 * @returns why this check cannot call the answer right; undefined: it can
 */
export function whyNotRight(check: string, point: Point, answer: GarbledAnswer): string | undefined {
  switch (point) {
    case 'SEES to the player':
      return notRightOfSees(check, answer);
    case 'token service to SEES':
    case 'token service to the harness':
      return notRightOfTokens(check, answer);
    case 'record service to SEES':
    case 'record service to the harness':
      return notRightOfRecords(check, answer);
    case 'license service to the player':
      return notRightOfLicenses(check, answer);
  }
}

/** They are about the player's request, SEES' calls or the connection, or look for something that must not be there. */
const BESIDE_THE_ANSWER =
  /^(SEES-SEC-|SEES-TRN-(0[12]\b|13)|SEES-REQ-28\.|EP-REC-(05\.|12\.crossed)|SEES-ERR-09\.|SEES-REQ-16\.calls|SEES-ERR-06\.bounded)/;

function notRightOfSees(check: string, { exchange, before, after }: GarbledAnswer): string | undefined {
  if (BESIDE_THE_ANSWER.test(check)) return undefined;
  const asked = exchange.stimulus as EntitlementStimulus;
  const json = objectIn(after);
  if (check === 'SEQ-51.paired')
    return json?.messageID === asked.messageID ? undefined : 'its messageID is another one';
  const granted = after?.status === 200 && json?.isAllowed === true;
  if (/^SEES-(RES-|TRN-(09|10|11)$)/.test(check)) {
    if (after === undefined || json === undefined) return 'there is no JSON object';
    return notRightForm(check, after, json, asked);
  }
  // Anything but 200 means trouble (BEES-ERR), which is a refusal of a kind.
  const refused = after !== undefined && (after.status !== 200 || json?.isAllowed === false);
  if (refused && (check === 'SEES-REQ-09' || check === 'SEQ-41')) return undefined;
  // A cookie that takes more bytes than it has characters may be refused.
  if (refused && check.startsWith('SEES-REQ-24.') && asked.flaw?.id === 'customer-cookie-32-times') return undefined;
  // Whoever hands out a token serves, whatever the status.
  if (check === 'SEES-TRN-06' && /ExpressPlayToken=./.test(String(json?.epTokenURL))) return undefined;
  if (isGrant(before) && !granted) return 'the grant is none any more';
  return undefined;
}

function notRightForm(
  check: string,
  { status, headers, body }: HttpResponse,
  json: Json,
  { messageID, version: asked }: EntitlementStimulus,
): string | undefined {
  const { version, isAllowed, epTokenURL, error, errorText } = json;
  const ownMessage = json.messageID === messageID;
  const legalVersion = typeof version === 'number' && Number.isInteger(version) && version <= asked;
  const isUrl = typeof epTokenURL === 'string' && /^https?:\/\/[^/]/i.test(epTokenURL) && URL.canParse(epTokenURL);
  const asDocumented: Readonly<Record<string, boolean>> = {
    'SEES-RES-01': ownMessage,
    'SEES-RES-02': legalVersion,
    'SEES-RES-03': typeof isAllowed === 'boolean',
    'SEES-RES-04': isUrl,
    'SEES-RES-06': !/ExpressPlayToken=./.test(String(epTokenURL)),
    'SEES-RES-07': ownMessage && legalVersion,
    'SEES-RES-08':
      (error === undefined || Number.isInteger(error)) && (errorText === undefined || typeof errorText === 'string'),
    'SEES-RES-09': error !== undefined && error !== null,
    'SEES-RES-10': typeof errorText === 'string' && /\S/.test(errorText),
    'SEES-RES-12':
      typeof json.messageID === 'string' &&
      Number.isInteger(version) &&
      typeof isAllowed === 'boolean' &&
      // Whether the text is a URL is another check's question.
      (typeof epTokenURL === 'string' || (!isAllowed && epTokenURL === undefined)),
    'SEES-TRN-09': timesIn(body, '"isAllowed"') <= 1 || isAllowed === undefined,
    'SEES-TRN-10': /^\s*application\/json\s*(;|$)/i.test(headers['content-type'] ?? ''),
    'SEES-TRN-11': status === 200,
  };
  return asDocumented[check] === false ? 'the answer is not as documented' : undefined;
}

/** They judge what was asked, or what SEES made of the answer. */
const TOKEN_REQUEST = /^(EP-TOK-(0\d|1\d|2\d|30)(\.|$)|EP-REC-0[67]\b|SEES-(SEC|ERR)-|SEES-TRN-14|SEQ-(02|21|29|30)$)/;

function notRightOfTokens(check: string, { before, after }: GarbledAnswer): string | undefined {
  if (TOKEN_REQUEST.test(check)) return undefined;
  const [url, more] = tokenUrlsIn(after);
  if (check === 'EP-TOK-40') {
    if (url === undefined || more !== undefined || !/[?&]ExpressPlayToken=[^&#]/.test(url))
      return 'there is no token URL';
    return mediaTypeOf(after) === 'text/uri-list' ? undefined : 'it is not labeled as a list of URLs';
  }
  if (before.status === 200 && url === undefined) return 'the token URL is none any more';
  if (before.status !== 200) return notRightRefusal(check, after);
  return undefined;
}

/** An error that was garbled is an error still, unless it became something else. */
function notRightRefusal(check: string, after: HttpResponse | undefined): string | undefined {
  if (after === undefined) return /\.(code|body|class|status)$/.test(check) ? 'there is no answer' : undefined;
  if (check.endsWith('.code') && !/-?[1-9]\d{3}/.test(latin1(after))) return 'there is no code in it';
  if (check.endsWith('.body') && after.body.length === 0) return 'there is no body';
  if (check.endsWith('.class') && after.status < 400) return 'it is no error';
  return undefined;
}

/** They judge what was asked, or ask whether that happened at all. */
const RECORD_REQUEST = /^(EP-REC-0[1-7](\.|$)|SEES-SEC-|SEES-TRN-14|SEQ-(26|27|29|30)$)/;

function notRightOfRecords(check: string, { before, after }: GarbledAnswer): string | undefined {
  if (RECORD_REQUEST.test(check)) return undefined;
  if (before.status !== 200) return notRightRefusal(check, after);
  return isHistory(after) ? undefined : 'the history is none any more';
}

function notRightOfLicenses(check: string, { before, after }: GarbledAnswer): string | undefined {
  if (before.status !== 200) return notRightRefusal(check, after);
  if (after === undefined || after.status < 200 || after.status > 299) return 'the license is none any more';
  // Bits may flip where nobody looks at them; where a license grows or shrinks everybody has to see it.
  return after.body.length === before.body.length ? undefined : 'the license is none any more';
}

type Json = Readonly<Record<string, unknown>>;

function isGrant(answer: HttpResponse): boolean {
  return answer.status === 200 && objectIn(answer)?.isAllowed === true;
}

function objectIn(answer: HttpResponse | undefined): Json | undefined {
  const value = jsonIn(answer);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined;
}

/** undefined: no JSON. A byte order mark may be overlooked (RFC 8259, 8.1). */
function jsonIn(answer: HttpResponse | undefined): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(answer?.body)) as unknown;
  } catch {
    return undefined;
  }
}

/** The first entry of the list, where it is a URL, and the second. */
function tokenUrlsIn(answer: HttpResponse | undefined): [url?: string | undefined, more?: string | undefined] {
  if (answer?.status !== 200) return [];
  const lines = answer.body
    .toString('utf8')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
  const [url = '', ...more] = lines;
  return [/^https?:\/\//i.test(url) && !/\s/.test(url) && URL.canParse(url) ? url : undefined, more[0]];
}

/** Events, one event, or nothing. */
function isHistory(answer: HttpResponse | undefined): boolean {
  if (answer === undefined) return false;
  if (answer.status === 404 || answer.status === 204) return true;
  if (answer.status !== 200) return false;
  if (answer.body.toString('utf8').trim() === '') return true;
  const value = jsonIn({ ...answer, body: Buffer.from(answer.body.toString('utf8')) });
  if (value === null) return true;
  return typeof value === 'object' && [value].flat().every((event) => typeof event === 'object' && event !== null);
}

function mediaTypeOf(answer: HttpResponse | undefined): string {
  return (answer?.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
}

function timesIn(body: Buffer, text: string): number {
  return body.toString('utf8').split(text).length - 1;
}

function latin1({ body }: HttpResponse): string {
  return body.toString('latin1');
}
