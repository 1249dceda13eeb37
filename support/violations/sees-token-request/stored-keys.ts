import { seesAsksWith, valueOf, type Facts } from '../making';
import type { Violation } from '../violation';
import { added, isBound, isWrapped, rewritten, where } from './parameters';
import type { Parameters } from '../making';

const has =
  (name: string) =>
  (parameters: Parameters): boolean =>
    isWrapped(parameters) && valueOf(parameters, name) !== undefined;

const wrong = (facts: Facts, name: string, value: (right: string) => string | undefined): Violation =>
  seesAsksWith(facts, 'token', where(has(name), rewritten(name, value)));

const forDevice = (facts: Facts, name: string, value: (right: string) => string): Violation =>
  seesAsksWith(
    facts,
    'token',
    where((parameters) => has(name)(parameters) && isBound(parameters), rewritten(name, value)),
  );

/** Another value of the same form. */
const another = (right: string): string => right.replace(/.$/, (digit) => (digit === '0' ? '1' : '0'));

/** Keys that SEES does not hold as such. */
export const STORED_KEYS: readonly Violation[] = [
  wrong(
    {
      id: 'key-encryption-key-alone',
      sentence: 'SEES sends the key-encryption key without the wrapped key.',
      breaks: ['EP-TOK-04'],
      consequences: [],
    },
    'ek',
    () => undefined,
  ),
  wrong(
    {
      id: 'key-id-left-out',
      sentence: 'SEES sends the key-encryption key without the id of the stored key.',
      breaks: ['EP-TOK-04'],
      consequences: [],
    },
    'kid',
    () => undefined,
  ),
  wrong(
    {
      id: 'stored-key-without-kek',
      sentence: 'SEES names a stored key without the key-encryption key.',
      breaks: ['EP-TOK-04'],
      consequences: [],
    },
    'kek',
    () => undefined,
  ),
  seesAsksWith(
    {
      id: 'key-id-beside-wrapped-key',
      sentence: 'SEES sends a key id and a wrapped key together.',
      breaks: ['EP-TOK-04'],
      consequences: [],
    },
    'token',
    where(has('ek'), added(['kid', '0'.repeat(32)])),
  ),
  wrong(
    {
      id: 'key-id-like-a-guid',
      sentence: 'SEES writes the id of a stored key with hyphens.',
      breaks: ['EP-TOK-29.form'],
      consequences: ['EP-TOK-29.content', 'EP-TOK-07'],
    },
    'kid',
    (right) => right.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
  ),
  forDevice(
    {
      id: 'kek-as-base-sixty-four',
      sentence: 'SEES writes the key-encryption key in base64 where the token is for a device.',
      breaks: ['EP-TOK-29.form'],
      consequences: ['EP-TOK-29.content'],
    },
    'kek',
    (right) => Buffer.from(right, 'hex').toString('base64'),
  ),
  wrong(
    {
      id: 'wrapped-key-without-its-check',
      sentence: 'SEES cuts the wrapped key to the length of a content key.',
      breaks: ['EP-TOK-29.form'],
      consequences: ['EP-TOK-29.content', 'EP-TOK-07'],
    },
    'ek',
    (right) => right.slice(0, 32),
  ),
  forDevice(
    {
      id: 'another-key-id',
      sentence: 'SEES names another stored key where the token is for a device.',
      breaks: ['EP-TOK-29.content'],
      consequences: ['EP-TOK-07'],
    },
    'kid',
    another,
  ),
  forDevice(
    {
      id: 'another-kek',
      sentence: 'SEES sends another key-encryption key where the token is for a device.',
      breaks: ['EP-TOK-29.content'],
      consequences: [],
    },
    'kek',
    another,
  ),
  wrong(
    {
      id: 'another-wrapped-key',
      sentence: 'SEES sends the wrapped key of another title.',
      breaks: ['EP-TOK-29.content'],
      consequences: ['EP-TOK-07'],
    },
    'ek',
    another,
  ),
];
