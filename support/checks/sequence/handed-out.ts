import type { Exchange, Journal } from '../../exchange';
import { tokenOf } from '../../protocol';
import type { Known } from '../check';
import { remembered, seesCallsOf, tokenAnswer } from '../reading';

/** What makes two token URLs the same: their token, and where there is none the URL itself. */
export function identityOf(url: string): string {
  const token = tokenOf(url);
  return token === undefined || token === '' ? `url ${url}` : `token ${token}`;
}

const sources = remembered((journal: Journal) => {
  const found = new Map<string, Exchange[]>();
  for (const call of seesCallsOf(journal)) {
    const url = tokenAnswer(call);
    if (url === undefined) continue;
    const identity = identityOf(url);
    const calls = found.get(identity);
    if (calls === undefined) found.set(identity, [call]);
    else calls.push(call);
  }
  return found;
});

/** SEES' token requests, for whomever they were, that brought the token of this URL; none where that leg was not seen. */
export function sourcesOf(journal: Journal, url: string, known: Known): readonly Exchange[] {
  return sources(journal, known).get(identityOf(url)) ?? [];
}
