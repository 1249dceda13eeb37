import type { HttpRequest } from '../../exchange';
import { DEVICE_ID_PARAMETER, type Content } from '../../protocol';
import { formEncode, withQuery, type Parameter } from '../parameters';
import type { SeesOptions } from './sees-options';

/** What varies between the token requests of the three types. */
export interface TokenRequestFacts {
  readonly content: Content;
  readonly expirationTime?: string | undefined;
  readonly cookie?: string | undefined;
  readonly deviceId?: string | undefined;
}

/** The token request of T2, B2 and B11 (FP-TOK). Every value comes from SEES' own store or the record, none from the client's JSON but the cookie. */
export function tokenRequest(options: SeesOptions, facts: TokenRequestFacts): HttpRequest {
  const parameters = tokenParameters(options, facts);
  const headers = { accept: 'text/uri-list, application/json, text/html' };
  if (options.tokenMethod === 'POST') {
    return {
      method: 'POST',
      url: options.tokenUrl,
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: Buffer.from(formEncode(parameters), 'ascii'),
    };
  }
  return { method: 'GET', url: withQuery(options.tokenUrl, parameters), headers, body: Buffer.alloc(0) };
}

function tokenParameters(
  options: SeesOptions,
  { content, expirationTime, cookie, deviceId }: TokenRequestFacts,
): Parameter[] {
  return [
    ['customerAuthenticator', options.customerAuthenticator],
    ['errorFormat', options.errorFormat ?? 'json'],
    ...keyParameters(content),
    ['iv', content.iv],
    ...optional('rentalDuration', content.rentalDuration?.toString()),
    ...optional('expirationTime', expirationTime),
    ...optional('cookie', cookie),
    ...optional(options.deviceIdParameter ?? DEVICE_ID_PARAMETER, deviceId),
  ];
}

/** `kek` goes with exactly one of `ek` and `kid` (FP-TOK): the wrapped key itself where SEES has it, else the name of the stored one. */
function keyParameters({ contentKey, kid, kek, ek }: Content): Parameter[] {
  if (kek !== undefined && ek !== undefined)
    return [
      ['kek', kek],
      ['ek', ek],
    ];
  if (kek !== undefined && kid !== undefined)
    return [
      ['kek', kek],
      ['kid', kid],
    ];
  return [...optional('kid', kid), ['contentKey', contentKey]];
}

function optional(name: string, value: string | undefined): Parameter[] {
  return value === undefined ? [] : [[name, value]];
}
