import type { HttpHeaders } from '../../exchange';

/** Type and subtype of a content-type header in lower case, without its parameters; empty where there is none. */
export function mediaType(headers: HttpHeaders): string {
  return (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}
