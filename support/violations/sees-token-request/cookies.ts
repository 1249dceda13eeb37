import { forFewCookies, seesAsksWith, type Facts } from '../making';
import type { Violation } from '../violation';
import { isBound, isRegistration, rewritten, where, isWrapped } from './parameters';

const whenRegistering = (facts: Facts, cookie: (right: string) => string | undefined): Violation =>
  seesAsksWith(facts, 'token', where(isRegistration, rewritten('cookie', cookie)));

const whenBinding = (facts: Facts, cookie: (right: string) => string | undefined): Violation =>
  seesAsksWith(facts, 'token', where(isBound, rewritten('cookie', cookie)));

/** What SEES-REQ-24 looks at with cookies that hold more than letters and digits. */
const TO_THE_LETTER = ['SEES-REQ-24.ascii', 'SEES-REQ-24.other'];

/** What ties the token to the client. */
export const COOKIES: readonly Violation[] = [
  forFewCookies(
    whenBinding(
      {
        id: 'no-cookie-for-a-device',
        sentence: 'SEES leaves the cookie out where the token is for a device.',
        breaks: ['EP-TOK-16'],
        consequences: [...TO_THE_LETTER, 'SEQ-29'],
      },
      () => undefined,
    ),
  ),
  forFewCookies(
    whenBinding(
      {
        id: 'cookie-in-upper-case',
        sentence: 'SEES writes the cookie in upper case where the token is for a device.',
        breaks: ['EP-TOK-16'],
        consequences: [
          ...TO_THE_LETTER,
          'SEQ-29',
          // A license for the title leaves an event under the changed cookie.
          'EP-REC-13',
        ],
      },
      (right) => right.toUpperCase(),
    ),
  ),
  whenBinding(
    {
      id: 'cookie-with-a-prefix',
      sentence: 'SEES puts its own name before the cookie where the token is for a device.',
      breaks: ['EP-TOK-16', 'EP-TOK-17'],
      consequences: [...TO_THE_LETTER, 'SEQ-29', 'SEES-REQ-20.thirty-two'],
    },
    (right) => `sees:${right}`,
  ),
  seesAsksWith(
    {
      id: 'cookie-of-the-wrapped-title',
      sentence: 'SEES forgets the cookie where the token is for a device and the key is wrapped.',
      breaks: ['EP-TOK-16'],
      consequences: [],
    },
    'token',
    where(
      (parameters) => isWrapped(parameters) && isBound(parameters),
      rewritten('cookie', () => undefined),
    ),
  ),
  whenRegistering(
    {
      id: 'cookie-cut-when-registering',
      sentence: 'SEES cuts the cookie of a registration at 31 characters.',
      breaks: ['EP-TOK-16'],
      consequences: ['SEES-REQ-24.ascii', 'SEES-REQ-24.other', 'SEES-REQ-20.thirty-two'],
    },
    (right) => (Array.from(right).length > 31 ? Array.from(right).slice(0, 31).join('') : right),
  ),
  whenRegistering(
    {
      id: 'cookie-decoded-when-registering',
      sentence: 'SEES decodes the cookie of a registration once more.',
      breaks: ['EP-TOK-16'],
      consequences: ['SEES-REQ-24.ascii'],
    },
    (right) => right.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
  ),
  whenRegistering(
    {
      id: 'cookie-with-a-space-for-a-plus',
      sentence: 'SEES takes a plus in the cookie of a registration for a blank.',
      breaks: ['EP-TOK-16'],
      consequences: ['SEES-REQ-24.ascii'],
    },
    (right) => right.replace(/\+/g, ' '),
  ),
  whenRegistering(
    {
      id: 'cookie-encoded-twice',
      sentence: 'SEES encodes the cookie of a registration twice.',
      breaks: ['EP-TOK-16', 'EP-TOK-17'],
      consequences: TO_THE_LETTER,
    },
    encodeURIComponent,
  ),
];
