import type { Content } from '../../protocol';
import { sameHex } from './hex';
import type { RequestParameters } from './parameters-of';

/** Whether the key a token request names (contentKey, ek or kid) is that of a title; undefined: it names none, or the title's is not known. */
export function keyBelongsTo(parameters: RequestParameters, content: Content): boolean | undefined {
  const pairs: [string | undefined, string | undefined][] = [
    [parameters.get('contentKey'), content.contentKey],
    [parameters.get('ek'), content.ek],
    [parameters.get('kid'), content.kid],
  ];
  // The first one that both sides know decides: a kid beside a contentKey is only a label (QS-LIC).
  for (const [sent, stored] of pairs) {
    if (sent !== undefined && sent !== '' && stored !== undefined) return sameHex(sent, stored);
  }
  return undefined;
}

export function ivBelongsTo(parameters: RequestParameters, content: Content): boolean | undefined {
  const iv = parameters.get('iv');
  return iv === undefined || iv === '' ? undefined : sameHex(iv, content.iv);
}
