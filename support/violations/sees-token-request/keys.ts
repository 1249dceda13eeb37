import type { Content } from '../../protocol';
import { seesAsksWith, type Facts } from '../making';
import type { Violation } from '../violation';
import { added, isRegistration, isRentedForATime, rewritten, valueOf, where } from './parameters';

/** Where a title is only rented for a time, one scenario looks; what is sent is refused there, and nothing follows from that. */
const forRented = (facts: Facts, name: string, value: (right: string) => string | undefined): Violation =>
  seesAsksWith(facts, 'token', where(isRentedForATime, rewritten(name, value)));

/** A key or an IV that is not the title's is not the one that belongs to the title's IV or key. */
const NO_PAIR = ['EP-TOK-07'];
/** Of twenty clients some ask for the rented title. */
const ONE_OF_TWENTY = ['SEES-SEC-05.all', 'SEQ-53.all'];

/** SEES keeps what it read of one title for the next one. */
const keeps = (
  facts: Facts,
  kept: (before: Content, content: Content) => Content,
  types: readonly number[],
): Violation => ({
  ...facts,
  party: 'sees',
  seesRules: (rules, applied) => {
    let before: Content | undefined;
    return {
      ...rules,
      asksFor: (facts, question) => {
        const right = rules.asksFor(facts, question);
        const { content } = right;
        const last = before;
        before = content;
        if (last === undefined || last === content || !types.includes(question.requestType)) return right;
        applied();
        return { ...right, content: kept(last, content) };
      },
    };
  },
});

/** The key of a title and its IV. */
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
      id: 'content-key-in-guid-byte-order',
      sentence: 'SEES swaps the bytes of the content key of a rented title as those of a GUID are swapped.',
      breaks: ['EP-TOK-05', 'EP-TOK-07'],
      consequences: [],
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
      consequences: ['SEQ-02', 'SEQ-06', 'EP-LIC-01'],
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
      consequences: [],
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
      consequences: [],
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
      consequences: [
        'SEQ-29',
        // A license with another IV opens nothing.
        'SEES-SEC-05.all',
        'SEQ-34',
        'SEQ-43.all',
        'SEQ-44',
        'SEQ-53.all',
        'EP-LIC-01',
        'EP-LIC-05',
      ],
    },
    ({ iv }, content) => ({ ...content, iv }),
    [3],
  ),
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
];
