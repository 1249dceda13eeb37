/** An absolute URL taken apart without changing how its path and query are spelled. */
export interface WireUrl {
  /** `https://host` or `https://host:8443`: lower case, default port left out. */
  readonly origin: string;
  /** What stands in the request line: path and query as given. */
  readonly target: string;
}

/**
 * Splits an absolute http(s) URL into what selects the server and what is sent to it.
 *
 * Kept as given: percent sequences in any case, `+`, `'`, dot segments, doubled slashes, empty parameters.
 * Cannot be kept, because a request line has no room for it: the fragment (dropped), controls, spaces and
 * characters outside ASCII (their UTF-8 bytes are percent-encoded), an empty path (becomes `/`), a user name in the authority
 * (travels as an authorization header).
 *
 * @throws {TypeError} when `url` is not an absolute http or https URL; the message holds no query
 */
export function splitUrl(url: string): WireUrl {
  const match = /^(https?:\/\/[^/?#\\]+)([^#]*)/i.exec(url);
  const origin = originOf(match?.[1] ?? '');
  if (match === null || origin === undefined) {
    const error = new TypeError(`Not an absolute http or https URL: ${JSON.stringify(withoutQuery(url))}`);
    throw Object.assign(error, { code: 'ERR_INVALID_URL' });
  }
  const rest = match[2] ?? '';
  return {
    origin,
    target: (rest.startsWith('/') ? rest : `/${rest}`).replace(/[^\x21-\x7e]+/gu, percentEncoded),
  };
}

const origins = new Map<string, string | undefined>();
const MOST_REMEMBERED = 1000;

/** Thousands of calls go to a handful of servers. */
function originOf(server: string): string | undefined {
  if (origins.has(server)) return origins.get(server);
  if (origins.size >= MOST_REMEMBERED) origins.clear();
  const origin = URL.canParse(server) ? new URL(server).origin : undefined;
  origins.set(server, origin);
  return origin;
}

/** `url` up to its query, and without user name and password: safe to show. */
export function withoutQuery(url: string): string {
  return url.replace(/[?#][^]*$/, '').replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/]*@/i, '$1');
}

function percentEncoded(text: string): string {
  return Array.from(Buffer.from(text, 'utf8'), (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join(
    '',
  );
}
