import type { Flaw } from '../../exchange';
import type { Difference } from '../acts/entitlement-request';

/** One thing that is wrong with an entitlement request, and what that makes of it. */
export interface FlawedRequest {
  readonly flaw: Flaw;
  readonly differ: Difference;
}

/** The documented properties and the beginnings of the ids of their flaws: `message-id-absent`. */
export const PROPERTIES = {
  messageID: 'message-id',
  version: 'version',
  requestType: 'request-type',
  contentID: 'content-id',
  customerCookie: 'customer-cookie',
} as const;

export type Property = keyof typeof PROPERTIES;

export function isProperty(name: string): name is Property {
  return Object.hasOwn(PROPERTIES, name);
}
