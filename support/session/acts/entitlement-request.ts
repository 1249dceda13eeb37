import type { EntitlementStimulus, HttpHeaders, HttpRequest } from '../../exchange';

/** In what a request differs from the valid one that it would otherwise be. */
export interface Difference {
  /** Properties of the JSON; undefined leaves one out. */
  readonly json?: Readonly<Record<string, unknown>>;
  /** Makes the body out of the JSON text. */
  readonly body?: (text: string) => string | Buffer;
  readonly method?: string;
  /** In place of the usual ones. */
  readonly headers?: HttpHeaders;
  /** Added to the URL. */
  readonly query?: Readonly<Record<string, string>>;
}

const HEADERS: HttpHeaders = { 'content-type': 'application/json', accept: 'application/json' };

/** The entitlement request that a stimulus stands for (SEES-API), with what is different about it. */
export function entitlementRequest(
  stimulus: Pick<EntitlementStimulus, 'messageID' | 'requestType' | 'contentID' | 'cookie'>,
  url: string,
  { json, body, method, headers, query }: Difference = {},
): HttpRequest {
  const { messageID, requestType, contentID, cookie } = stimulus;
  const valid = {
    messageID,
    version: 1,
    requestType,
    contentID,
    ...(cookie === undefined ? {} : { customerCookie: cookie }),
  };
  const text = JSON.stringify({ ...valid, ...json });
  return {
    method: method ?? 'POST',
    url: query === undefined ? url : withQuery(url, query),
    headers: headers ?? HEADERS,
    body: Buffer.from(body === undefined ? text : body(text)),
  };
}

/** What was meant, corrected by what goes out instead: a cookie of a wrong type is none, a version that is no integer stays 1. */
export function asSent<Meant extends Pick<EntitlementStimulus, 'messageID' | 'version' | 'contentID' | 'cookie'>>(
  meant: Meant,
  { json = {} }: Difference = {},
): Meant {
  const { cookie, ...rest } = meant;
  const sent = Object.hasOwn(json, 'customerCookie') ? textIn(json, 'customerCookie') : cookie;
  const { version } = json;
  return {
    ...rest,
    messageID: textIn(json, 'messageID') ?? meant.messageID,
    version: typeof version === 'number' && Number.isInteger(version) ? version : meant.version,
    contentID: textIn(json, 'contentID') ?? meant.contentID,
    ...(sent === undefined ? {} : { cookie: sent }),
  } as Meant;
}

function textIn(json: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = json[name];
  return typeof value === 'string' ? value : undefined;
}

function withQuery(url: string, query: Readonly<Record<string, string>>): string {
  return `${url}${url.includes('?') ? '&' : '?'}${new URLSearchParams(query).toString()}`;
}
