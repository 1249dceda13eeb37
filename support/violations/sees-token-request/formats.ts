import { forFewCookies, seesAsksWith } from '../making';
import type { Violation } from '../violation';
import { added, isBound, isRegistration, isRentedForATime, isWrapped, rewritten, twice, where } from './parameters';

/** What a token request says about errors and flags, and whether it says things twice. */
export const FORMATS: readonly Violation[] = [
  forFewCookies(
    seesAsksWith(
      {
        id: 'errors-as-pages',
        sentence: 'SEES asks for errors as web pages where the token is for a device.',
        breaks: ['EP-TOK-08.json'],
        consequences: [],
      },
      'token',
      where(
        isBound,
        rewritten('errorFormat', () => 'html'),
      ),
    ),
  ),
  forFewCookies(
    seesAsksWith(
      {
        id: 'errors-in-no-format',
        sentence: 'SEES does not say in which form it wants errors when a client registers.',
        breaks: ['EP-TOK-08.json'],
        consequences: [],
      },
      'token',
      where(
        isRegistration,
        rewritten('errorFormat', () => undefined),
      ),
    ),
  ),
  seesAsksWith(
    {
      id: 'error-format-in-upper-case',
      sentence: 'SEES asks for errors as JSON in upper case where a title is rented.',
      breaks: ['EP-TOK-08.value'],
      // The format is then none that the documents name.
      consequences: ['EP-TOK-08.json'],
    },
    'token',
    where(
      isRentedForATime,
      rewritten('errorFormat', (right) => right.toUpperCase()),
    ),
  ),
  seesAsksWith(
    {
      id: 'error-format-as-media-type',
      sentence: 'SEES names a media type as the error format where a key is wrapped.',
      breaks: ['EP-TOK-08.value'],
      consequences: ['EP-TOK-08.json'],
    },
    'token',
    where(
      isWrapped,
      rewritten('errorFormat', () => 'application/json'),
    ),
  ),
  seesAsksWith(
    {
      id: 'flags-for-rented-titles',
      sentence: 'SEES sets a general flag where a title is rented.',
      breaks: ['EP-TOK-09'],
      consequences: [],
    },
    'token',
    where(isRentedForATime, added(['generalFlags', '0001'])),
  ),
  seesAsksWith(
    {
      id: 'persistent-flag-of-another-drm',
      sentence: 'SEES sets the flag that makes licenses of another DRM persistent where a key is wrapped.',
      breaks: ['EP-TOK-09'],
      consequences: [],
    },
    'token',
    where(isWrapped, added(['generalFlags', '00000001'])),
  ),
  seesAsksWith(
    {
      id: 'flags-without-a-value',
      sentence: 'SEES sends general flags without a value where a key is wrapped.',
      breaks: ['EP-TOK-09'],
      consequences: [],
    },
    'token',
    where(isWrapped, added(['generalFlags', ''])),
  ),
  forFewCookies(
    seesAsksWith(
      {
        id: 'cookie-twice',
        sentence: 'SEES sends the cookie twice when a client registers.',
        breaks: ['EP-TOK-22'],
        consequences: [],
      },
      'token',
      where(isRegistration, twice('cookie')),
    ),
  ),
  seesAsksWith(
    {
      id: 'expiry-twice',
      sentence: 'SEES sends the expiry of a title and a default one behind it.',
      breaks: ['EP-TOK-22'],
      consequences: [],
    },
    'token',
    where(isRentedForATime, added(['expirationTime', '+3600'])),
  ),
];
