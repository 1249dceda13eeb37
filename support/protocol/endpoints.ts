import { parseParameters, queryOf } from './parameters';
import { isAbsoluteHttpUrl } from './uri-list';

/** Token service, GET or form POST (SEES-IDX, FP-TOK). */
export const TOKEN_PATH = '/hms/fp/token';
/** Record retrieval, GET, with its trailing slash (SEES-IDX, EP-IT). */
export const RECORD_PATH = '/cmiapi/getrecord/';
/** License requests, POST; a client learns it only from a token URL (FP-TOK, QS-PLAY). */
export const RIGHTS_PATH = '/hms/fp/rights/';
/** Where a redirect of the harness leads; no service has anything there. */
export const ELSEWHERE_PATH = '/moved-elsewhere';
/** Query parameter of a token URL that holds the token (FP-TOK). */
export const TOKEN_PARAMETER = 'ExpressPlayToken';

/** Alphabet of a token: base64url without padding, so nothing in it needs escaping in a query (EP-TOK-44; observed). */
export const TOKEN_PATTERN = /^[A-Za-z0-9_-]+$/;

/**
 * The token of a token URL, as it stands there (not decoded: in the documented alphabet that is the same). Empty for an
 * empty token; `undefined` where the text is no absolute http(s) URL or has no such parameter. Of several the first.
 */
export function tokenOf(url: string): string | undefined {
  if (!isAbsoluteHttpUrl(url)) return undefined;
  return parseParameters(queryOf(url)).find((parameter) => parameter.name === TOKEN_PARAMETER)?.raw;
}
