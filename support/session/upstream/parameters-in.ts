import type { HttpRequest } from '../../exchange';
import { parseParameters, queryOf, type Parameter } from '../../protocol';

/** What SEES sent to a service of ours: the query, and the form of a POST. */
export function parametersIn({ method, url, body }: HttpRequest): readonly Parameter[] {
  const form = method === 'POST' ? body.toString('utf8') : '';
  return [...parseParameters(queryOf(url)), ...parseParameters(form)];
}
