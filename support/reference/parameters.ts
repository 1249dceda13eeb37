export type Parameter = readonly [name: string, value: string];

/** application/x-www-form-urlencoded with %20 for blanks, so that form and RFC 3986 decoders read the same; a plus is always %2B. */
export function formEncode(parameters: readonly Parameter[]): string {
  return parameters.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');
}

/** The URL with the parameters appended to whatever query it has. */
export function withQuery(url: string, parameters: readonly Parameter[]): string {
  return `${url}${url.includes('?') ? '&' : '?'}${formEncode(parameters)}`;
}

/** Path of an absolute URL or of a bare path-and-query; `/` when there is none. */
export function pathOf(url: string): string {
  const path = /^(?:[a-z][a-z0-9+.-]*:\/\/[^/?#]*)?([^?#]*)/i.exec(url)?.[1] ?? '';
  return path === '' ? '/' : path;
}
