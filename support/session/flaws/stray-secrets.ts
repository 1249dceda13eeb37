import type { SecretKind } from '../../exchange';
import type { Identities } from '../identities';

/** A value that no client has any business sending, under the name that it would have at ExpressPlay. */
export interface StraySecret {
  readonly name: string;
  readonly value: string;
  /** How a report has to treat it; undefined: it is no secret. */
  readonly kind: SecretKind | undefined;
}

/** Fresh values, so that one that turns up in a call of SEES can only have come from the client. */
export function straySecret(name: string, identities: Identities): StraySecret {
  const hex = identities.hu().toString('hex');
  if (name === 'customerAuthenticator') return { name, value: `9901,${hex.slice(0, 32)}`, kind: 'authenticator' };
  if (name === 'contentKey' || name === 'iv') return { name, value: hex.slice(0, 32), kind: name };
  if (name === 'kid') return { name, value: hex.slice(0, 32), kind: undefined };
  // Shorter than any title's, and of a length that nobody else would choose.
  if (name === 'expirationTime') return { name, value: '+61', kind: undefined };
  return { name, value: hex, kind: 'device' };
}
