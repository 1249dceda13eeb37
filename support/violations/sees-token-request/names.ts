import { forFewCookies, seesAsksWith, type Facts, type Parameters } from '../making';
import type { Violation } from '../violation';
import { added, isBound, isRegistration, isRentedForATime, isWrapped, renamed, where } from './parameters';

const miswritten = (
  facts: Facts,
  kind: (parameters: Parameters) => boolean,
  name: string,
  written: string,
): Violation => seesAsksWith(facts, 'token', where(kind, renamed(name, written)));

const extension = (facts: Facts, ...values: string[]): Violation =>
  seesAsksWith(
    facts,
    'token',
    where(isRentedForATime, added(...values.map((value) => ['fpExtension', value] as const))),
  );

/** Names in another case, each of which leaves its parameter out; and extensions. */
export const NAMES: readonly Violation[] = [
  forFewCookies(
    miswritten(
      {
        id: 'error-format-in-lower-case',
        sentence: 'SEES writes errorformat when a client registers.',
        breaks: ['EP-TOK-21', 'EP-TOK-08.json'],
        consequences: [],
      },
      isRegistration,
      'errorFormat',
      'errorformat',
    ),
  ),
  miswritten(
    {
      id: 'iv-named-in-upper-case',
      sentence: 'SEES writes IV where a title is rented.',
      breaks: ['EP-TOK-21', 'EP-TOK-06'],
      consequences: [],
    },
    isRentedForATime,
    'iv',
    'IV',
  ),
  miswritten(
    {
      id: 'rental-in-pascal-case',
      sentence: 'SEES writes RentalDuration where a title is rented.',
      breaks: ['EP-TOK-21', 'EP-TOK-28'],
      consequences: ['SEQ-02'],
    },
    isRentedForATime,
    'rentalDuration',
    'RentalDuration',
  ),
  miswritten(
    {
      id: 'expiry-named-in-lower-case',
      sentence: 'SEES writes expirationtime where a key is wrapped.',
      breaks: ['EP-TOK-21', 'EP-TOK-14', 'EP-TOK-15'],
      consequences: [],
    },
    isWrapped,
    'expirationTime',
    'expirationtime',
  ),
  miswritten(
    {
      id: 'cookie-with-a-capital',
      sentence: 'SEES writes Cookie where a key is wrapped and the token is for a device.',
      breaks: ['EP-TOK-21', 'EP-TOK-16'],
      consequences: [],
    },
    (parameters) => isWrapped(parameters) && isBound(parameters),
    'cookie',
    'Cookie',
  ),
  extension(
    {
      id: 'extension-without-a-comma',
      sentence: 'SEES sends an extension without a payload.',
      breaks: ['EP-TOK-23'],
      consequences: [],
    },
    'wudo',
  ),
  extension(
    {
      id: 'extension-type-of-three',
      sentence: 'SEES sends an extension whose type has 3 characters.',
      breaks: ['EP-TOK-23'],
      consequences: [],
    },
    'wud,AAAA',
  ),
  extension(
    {
      id: 'extension-type-of-five',
      sentence: 'SEES sends a right extension and one whose type has 5 characters.',
      breaks: ['EP-TOK-23'],
      consequences: [],
    },
    'wudo,AAAA',
    'wudos,AAAA',
  ),
  extension(
    {
      id: 'extension-in-the-url-alphabet',
      sentence: 'SEES writes the payload of an extension in the alphabet of URLs.',
      breaks: ['EP-TOK-23'],
      consequences: [],
    },
    'wudo,-_-_',
  ),
  extension(
    {
      id: 'extension-with-a-comma-more',
      sentence: 'SEES sends two payloads in one extension.',
      breaks: ['EP-TOK-23'],
      consequences: [],
    },
    'wudo,AAAA,AAAA',
  ),
  extension(
    {
      id: 'extension-cut-short',
      sentence: 'SEES loses a character of the payload of an extension.',
      breaks: ['EP-TOK-23'],
      consequences: [],
    },
    'wudo,AAAAA',
  ),
];
