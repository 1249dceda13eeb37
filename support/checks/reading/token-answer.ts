import type { Exchange, HttpResponse } from '../../exchange';
import { readUriList, tokenOf, type UriList } from '../../protocol';
import { rememberedFor } from './remembered';

/** What a body of the token service holds. */
export interface TokenList extends UriList {
  /** The token in its URL; undefined: there is no URL or no token in it, not even an empty one. */
  readonly token: string | undefined;
}

/** The answer's body as a list of URLs, whatever it is. Many checks ask, a list may be long, and to look at a URL takes time. */
export const tokenListOf: (response: HttpResponse) => TokenList = rememberedFor((response) => {
  const list = readUriList(response.body.toString('utf8'));
  return { ...list, token: list.url === undefined ? undefined : tokenOf(list.url) };
});

/** The URL that the token service handed out (FP-TOK: 200, text/uri-list); undefined for every other answer. */
export function tokenAnswer(exchange: Exchange): string | undefined {
  return handedOut(exchange)?.url;
}

/** The token in that URL; undefined where there is no URL, or no token in it. */
export function issuedToken(exchange: Exchange): string | undefined {
  return handedOut(exchange)?.token;
}

function handedOut({ operation, response }: Exchange): TokenList | undefined {
  return operation === 'token' && response?.status === 200 ? tokenListOf(response) : undefined;
}
