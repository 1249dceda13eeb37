import type { Exchange, HttpResponse } from '../../exchange';
import { readUriList } from '../../protocol';

/** Many checks ask, and a list may be long. */
const read = new WeakMap<HttpResponse, { readonly url: string | undefined }>();

/** The URL that the token service handed out (FP-TOK: 200, text/uri-list); undefined for every other answer. */
export function tokenAnswer(exchange: Exchange): string | undefined {
  const { operation, response } = exchange;
  if (operation !== 'token' || response?.status !== 200) return undefined;
  let list = read.get(response);
  if (list === undefined) read.set(response, (list = readUriList(response.body.toString('utf8'))));
  return list.url;
}
