import { forFewCookies, seesAsksWith, valueOf } from '../making';
import { ALL_AT_ONCE } from '../consequences';
import type { Violation } from '../violation';
import { added, isRegistration, isRentedForATime, rewritten, where } from './parameters';
import { forRented, keeps, NO_PAIR, ONE_OF_TWENTY } from './titles';

/** The IV of a title. */
export const IVS: readonly Violation[] = [
  seesAsksWith(
    {
      id: 'iv-without-leading-zeros',
      sentence: 'SEES takes an IV for a number and loses the zeros that it begins with.',
      breaks: ['EP-TOK-06'],
      consequences: [...NO_PAIR, ...ONE_OF_TWENTY],
    },
    'token',
    rewritten('iv', (right) => BigInt(`0x${right}`).toString(16)),
  ),
  forRented(
    {
      id: 'iv-left-out',
      sentence: 'SEES sends no IV where a title is rented.',
      breaks: ['EP-TOK-06'],
      consequences: [],
    },
    'iv',
    () => undefined,
  ),
  forRented(
    {
      id: 'iv-with-a-prefix',
      sentence: 'SEES writes the IV of a rented title with 0x before it.',
      breaks: ['EP-TOK-06'],
      consequences: NO_PAIR,
    },
    'iv',
    (right) => `0x${right}`,
  ),
  forRented(
    {
      id: 'iv-of-half-its-length',
      sentence: 'SEES takes the IV of a rented title for 8 bytes long.',
      breaks: ['EP-TOK-06'],
      consequences: NO_PAIR,
    },
    'iv',
    (right) => right.slice(0, 16),
  ),
  seesAsksWith(
    {
      id: 'iv-of-zeros',
      sentence: 'SEES sends an IV of zeros where a title is rented.',
      breaks: ['EP-TOK-06', 'EP-TOK-07'],
      consequences: ['SEQ-02'],
    },
    'token',
    where(
      isRentedForATime,
      rewritten('iv', () => '0'.repeat(32)),
    ),
  ),
  seesAsksWith(
    {
      id: 'iv-that-is-the-key',
      sentence: 'SEES sends the content key of a rented title as its IV.',
      breaks: ['EP-TOK-06', 'EP-TOK-07'],
      consequences: ['SEQ-02'],
    },
    'token',
    (parameters) =>
      isRentedForATime(parameters)
        ? rewritten('iv', () => valueOf(parameters, 'contentKey') ?? '')(parameters)
        : parameters,
  ),
  keeps(
    {
      id: 'iv-of-the-title-before',
      sentence: 'SEES takes the IV of the title before where the token is for a device.',
      breaks: ['EP-TOK-06', 'EP-TOK-07'],
      // A license with another IV opens nothing.
      consequences: ['SEQ-29', 'SEQ-34', 'SEQ-44', 'EP-LIC-01', 'EP-LIC-05', ...ALL_AT_ONCE],
    },
    ({ iv }, content) => ({ ...content, iv }),
    [3],
  ),
  forFewCookies(
    seesAsksWith(
      {
        id: 'iv-twice',
        sentence: 'SEES sends a second IV behind the right one when a client registers.',
        breaks: ['EP-TOK-06', 'EP-TOK-22'],
        consequences: [],
      },
      'token',
      where(isRegistration, added(['iv', '0'.repeat(32)])),
    ),
  ),
];
