import { MAX_EXPIRATION_SECONDS } from '../../protocol';
import { forFewCookies, parametersOf, seesAsks, seesAsksWith, valueOf, type Facts, type Parameters } from '../making';
import type { Violation } from '../violation';
import { isBound, isRentedForATime, isWrapped, rewritten, where } from './parameters';

const NAME = 'expirationTime';

const isAbsolute = (parameters: Parameters): boolean => valueOf(parameters, NAME)?.endsWith('Z') === true;
const isLongest = (parameters: Parameters): boolean =>
  valueOf(parameters, NAME) === `+${String(MAX_EXPIRATION_SECONDS)}`;

const expiry = (
  facts: Facts,
  kind: (parameters: Parameters) => boolean,
  value: (right: string) => string | undefined,
): Violation => seesAsksWith(facts, 'token', where(kind, rewritten(NAME, value)));

/** A plus that goes out as it is. */
const barePlus = (facts: Facts, kind: (parameters: Parameters) => boolean): Violation =>
  seesAsks(facts, 'token', () => (request) => {
    if (!kind(parametersOf(request))) return request;
    return { ...request, url: request.url.replace(`${NAME}=%2B`, `${NAME}=+`) };
  });

/** When a token ends. */
export const EXPIRIES: readonly Violation[] = [
  expiry(
    {
      id: 'expiry-without-the-zulu-mark',
      sentence: 'SEES writes an absolute expiry without the Z.',
      breaks: ['EP-TOK-11'],
      consequences: [],
    },
    isAbsolute,
    (right) => right.slice(0, -1),
  ),
  expiry(
    {
      id: 'expiry-with-a-numeric-offset',
      sentence: 'SEES writes an absolute expiry with a numeric offset.',
      breaks: ['EP-TOK-11'],
      consequences: [],
    },
    isAbsolute,
    (right) => right.replace('Z', '+00:00'),
  ),
  expiry(
    {
      id: 'expiry-in-epoch-seconds',
      sentence: 'SEES writes an absolute expiry as seconds since the epoch.',
      breaks: ['EP-TOK-11'],
      consequences: [],
    },
    isAbsolute,
    (right) => String(Math.floor(Date.parse(right) / 1000)),
  ),
  expiry(
    {
      id: 'expiry-without-a-plus',
      sentence: 'SEES writes a relative expiry without its plus where a key is wrapped.',
      breaks: ['EP-TOK-11'],
      consequences: [],
    },
    isWrapped,
    (right) => right.slice(1),
  ),
  expiry(
    {
      id: 'expiry-encoded-twice',
      sentence: 'SEES encodes a relative expiry twice where a title is rented.',
      breaks: ['EP-TOK-11'],
      consequences: [],
    },
    isRentedForATime,
    encodeURIComponent,
  ),
  barePlus(
    {
      id: 'plus-sent-as-it-is',
      sentence: 'SEES sends the plus of a relative expiry as it is where a title is rented.',
      breaks: ['EP-TOK-12'],
      consequences: [],
    },
    isRentedForATime,
  ),
  expiry(
    {
      id: 'longest-expiry-a-second-longer',
      sentence: 'SEES adds a second to the longest expiry there is.',
      breaks: ['EP-TOK-13'],
      // Of twenty clients some ask for that title.
      consequences: ['SEES-SEC-05.all', 'SEQ-53.all'],
    },
    isLongest,
    () => `+${String(MAX_EXPIRATION_SECONDS + 1)}`,
  ),
  expiry(
    {
      id: 'expiry-of-no-seconds',
      sentence: 'SEES asks for tokens that end at once where a key is wrapped.',
      breaks: ['EP-TOK-13'],
      consequences: [],
    },
    isWrapped,
    () => '+0',
  ),
  expiry(
    {
      id: 'expiry-in-milliseconds',
      sentence: 'SEES counts a relative expiry in milliseconds where a title is rented.',
      breaks: ['EP-TOK-13'],
      consequences: [],
    },
    isRentedForATime,
    (right) => `${right}000`,
  ),
  expiry(
    {
      id: 'absolute-expiry-an-hour-behind',
      sentence: 'SEES computes an absolute expiry by a clock that is an hour behind.',
      breaks: ['EP-TOK-13'],
      consequences: [],
    },
    isAbsolute,
    (right) => new Date(Date.parse(right) - 3_600_000).toISOString(),
  ),
  expiry(
    {
      id: 'absolute-expiry-a-year-later',
      sentence: 'SEES writes the year after where it computes an absolute expiry.',
      breaks: ['EP-TOK-13'],
      consequences: [],
    },
    isAbsolute,
    (right) => right.replace(/^\d+/, (year) => String(Number(year) + 1)),
  ),
  expiry(
    {
      id: 'no-expiry-for-a-time',
      sentence: 'SEES forgets the expiry of a rented title.',
      breaks: ['EP-TOK-14'],
      consequences: ['SEQ-02'],
    },
    isRentedForATime,
    () => undefined,
  ),
  expiry(
    {
      id: 'expiry-without-a-value',
      sentence: 'SEES sends an expiry without a value where a title is rented.',
      breaks: ['EP-TOK-11', 'EP-TOK-14'],
      consequences: [],
    },
    isRentedForATime,
    () => '',
  ),
  forFewCookies(
    expiry(
      {
        id: 'no-expiry-for-a-device',
        sentence: 'SEES leaves the expiry to ExpressPlay where the token is for a device.',
        breaks: ['EP-TOK-15'],
        consequences: [],
      },
      isBound,
      () => undefined,
    ),
  ),
];
