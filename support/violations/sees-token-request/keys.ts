import { seesAsksWith } from '../making';
import type { Violation } from '../violation';
import { rewritten } from './parameters';
import { forRented, keeps, NO_PAIR, ONE_OF_TWENTY } from './titles';

/** The key of a title. */
export const KEYS: readonly Violation[] = [
  forRented(
    {
      id: 'content-key-as-base-sixty-four',
      sentence: 'SEES writes the content key of a rented title in base64.',
      breaks: ['EP-TOK-05'],
      consequences: NO_PAIR,
    },
    'contentKey',
    (right) => Buffer.from(right, 'hex').toString('base64'),
  ),
  forRented(
    {
      id: 'content-key-like-a-guid',
      sentence: 'SEES writes the content key of a rented title with hyphens.',
      breaks: ['EP-TOK-05'],
      consequences: NO_PAIR,
    },
    'contentKey',
    (right) => right.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
  ),
  forRented(
    {
      id: 'content-key-one-digit-short',
      sentence: 'SEES loses the last digit of the content key of a rented title.',
      breaks: ['EP-TOK-05'],
      consequences: NO_PAIR,
    },
    'contentKey',
    (right) => right.slice(0, -1),
  ),
  seesAsksWith(
    {
      id: 'content-key-without-leading-zeros',
      sentence: 'SEES takes a content key for a number and loses the zeros that it begins with.',
      breaks: ['EP-TOK-05'],
      consequences: [...NO_PAIR, ...ONE_OF_TWENTY],
    },
    'token',
    rewritten('contentKey', (right) => BigInt(`0x${right}`).toString(16)),
  ),
  forRented(
    {
      id: 'content-key-in-guid-byte-order',
      sentence: 'SEES swaps the bytes of the content key of a rented title as those of a GUID are swapped.',
      breaks: ['EP-TOK-05', 'EP-TOK-07'],
      consequences: ['SEQ-02'],
    },
    'contentKey',
    (right) => right.replace(/^(..)(..)(..)(..)(..)(..)(..)(..)/, '$4$3$2$1$6$5$8$7'),
  ),
  forRented(
    {
      id: 'content-key-left-empty',
      sentence: 'SEES sends an empty content key where a title is rented.',
      breaks: ['EP-TOK-04', 'EP-TOK-05'],
      consequences: NO_PAIR,
    },
    'contentKey',
    () => '',
  ),
  forRented(
    {
      id: 'content-key-left-out',
      sentence: 'SEES leaves the content key of a rented title out.',
      breaks: ['EP-TOK-04'],
      consequences: [],
    },
    'contentKey',
    () => undefined,
  ),
  keeps(
    {
      id: 'key-of-the-title-before',
      sentence: 'SEES takes the content key of the title before where another one is asked for a time.',
      breaks: ['EP-TOK-05', 'EP-TOK-07'],
      consequences: ['EP-LIC-21', 'SEQ-02', 'SEQ-06', 'EP-LIC-01'],
    },
    ({ contentKey }, content) => ({ ...content, contentKey }),
    [1],
  ),
  keeps(
    {
      id: 'registration-with-the-key-before',
      sentence: 'SEES registers a client with the key and the IV of the title that was asked for before.',
      breaks: ['EP-TOK-26', 'EP-TOK-05', 'EP-TOK-06'],
      consequences: [
        'SEES-TRN-13',
        'SEQ-21',
        // The token is that of another title, and so is its license.
        'SEES-SEC-05.crossed',
        'SEQ-43.crossed',
        'SEQ-53.crossed',
        'SEQ-47',
        'EP-LIC-01',
        'EP-LIC-21',
      ],
    },
    ({ contentKey, iv }, content) => ({ ...content, contentKey, iv }),
    [2],
  ),
];
