import type { Exchange } from '../../exchange';
import { readUriList } from '../../protocol';

/** The URL that the token service handed out (FP-TOK: 200, text/uri-list); undefined for every other answer. */
export function tokenAnswer(exchange: Exchange): string | undefined {
  const { operation, response } = exchange;
  if (operation !== 'token' || response?.status !== 200) return undefined;
  return readUriList(response.body.toString('utf8')).url;
}
