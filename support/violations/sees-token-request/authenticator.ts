import { forFewCookies, parametersOf, seesAsks, seesAsksWith, valueOf, withHeaders, withParameters } from '../making';
import type { Violation } from '../violation';
import { isBound, isRentedForATime, isWrapped, rewritten, twice, where } from './parameters';

const NAME = 'customerAuthenticator';

// A call under another authenticator is what SEES-SEC-04 looks for as well.
const FOREIGN = ['SEES-SEC-04'];

/** Who asks. */
export const AUTHENTICATOR: readonly Violation[] = [
  seesAsksWith(
    {
      id: 'authenticator-cut-at-the-comma',
      sentence: 'SEES takes the comma in its authenticator for the end of it where a key is wrapped.',
      breaks: ['EP-TOK-03'],
      consequences: FOREIGN,
    },
    'token',
    where(
      isWrapped,
      rewritten(NAME, (right) => right.replace(/,.*$/, '')),
    ),
  ),
  seesAsksWith(
    {
      id: 'authenticator-encoded-twice',
      sentence: 'SEES encodes its authenticator twice where a title is rented.',
      breaks: ['EP-TOK-03'],
      consequences: FOREIGN,
    },
    'token',
    where(isRentedForATime, rewritten(NAME, encodeURIComponent)),
  ),
  seesAsksWith(
    {
      id: 'authenticator-in-upper-case',
      sentence: 'SEES writes the hex digits of its authenticator in upper case where a title is rented.',
      breaks: ['EP-TOK-03'],
      consequences: FOREIGN,
    },
    'token',
    where(
      isRentedForATime,
      rewritten(NAME, (right) => right.toUpperCase()),
    ),
  ),
  seesAsksWith(
    {
      id: 'authenticator-left-out',
      sentence: 'SEES does not say who it is where a key is wrapped.',
      breaks: ['EP-TOK-03'],
      consequences: FOREIGN,
    },
    'token',
    where(
      isWrapped,
      rewritten(NAME, () => undefined),
    ),
  ),
  seesAsks(
    {
      id: 'authenticator-in-a-header',
      sentence: 'SEES sends its authenticator as a header where a title is rented.',
      breaks: ['EP-TOK-03'],
      consequences: FOREIGN,
    },
    'token',
    () => (request) => {
      const parameters = parametersOf(request);
      if (!isRentedForATime(parameters)) return request;
      const bare = withParameters(request, rewritten(NAME, () => undefined)(parameters));
      return withHeaders(bare, { authorization: `Bearer ${valueOf(parameters, NAME) ?? ''}` });
    },
  ),
  forFewCookies(
    seesAsksWith(
      {
        id: 'authenticator-twice',
        sentence: 'SEES sends its authenticator twice where the token is for a device.',
        breaks: ['EP-TOK-03', 'EP-TOK-22'],
        consequences: [],
      },
      'token',
      where(isBound, twice(NAME)),
    ),
  ),
];
