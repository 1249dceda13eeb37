import { replaced, valueOf } from '../making';
import type { Violation } from '../violation';
import { forgives, forgivesValue } from './forgives';

const DIGITS = 32;
const KEY = '0'.repeat(DIGITS);

const zeroed = (text: string): string => text.replace(/[^0-9a-f]/gi, '0');
/** Only where the text is not hex from the first to the last. */
const allBut = (text: string, wrong: number): boolean => text.replace(/[0-9a-f]/gi, '').length === wrong;

/** Keys, ids of keys and IVs that are none, and are taken all the same. */
export const KEYS_TAKEN: readonly Violation[] = [
  forgivesValue(
    -2005,
    'contentKey',
    {
      id: 'letters-of-a-key-read-as-zero',
      sentence: 'ExpressPlay reads what is no hex digit in a contentKey as zero.',
    },
    zeroed,
  ),
  forgivesValue(
    -2005,
    'contentKey',
    {
      id: 'last-digit-of-a-key-not-looked-at',
      sentence: 'ExpressPlay takes a contentKey whose last character alone is no hex digit.',
    },
    (key) => (allBut(key, 1) ? zeroed(key) : undefined),
  ),
  forgivesValue(
    -2027,
    'contentKey',
    { id: 'long-key-cut', sentence: 'ExpressPlay cuts a contentKey of 33 digits to 32.' },
    (key) => (key.length > DIGITS ? key.slice(0, DIGITS) : undefined),
  ),
  forgivesValue(
    -2027,
    'contentKey',
    { id: 'odd-digit-dropped', sentence: 'ExpressPlay pads a contentKey of 31 digits with a zero.' },
    (key) => (key.length === DIGITS - 1 ? `${key}0` : undefined),
  ),
  forgivesValue(
    -2027,
    'contentKey',
    { id: 'short-key-padded', sentence: 'ExpressPlay takes a contentKey of 15 bytes.' },
    (key) => (key.length === DIGITS - 2 ? `${key}00` : undefined),
  ),
  forgivesValue(
    -2035,
    'contentKey',
    { id: 'empty-key-is-zero', sentence: 'ExpressPlay makes a key of zeros from an empty contentKey.' },
    () => KEY,
  ),
  forgives(
    -6003,
    {
      id: 'no-iv-is-zero',
      sentence: 'ExpressPlay takes an IV of zeros where the request has none.',
      // A misspelled name names no IV.
      consequences: ['EP-TOK-50'],
    },
    (parameters) => (valueOf(parameters, 'iv') === undefined ? replaced(parameters, 'iv', KEY) : undefined),
  ),
  forgivesValue(-6003, 'iv', { id: 'short-iv-padded', sentence: 'ExpressPlay fills an IV of 15 bytes up.' }, (iv) =>
    iv.length === DIGITS - 2 ? `${iv}00` : undefined,
  ),
  forgivesValue(-6003, 'iv', { id: 'long-iv-cut', sentence: 'ExpressPlay cuts an IV of 33 digits to 32.' }, (iv) =>
    iv.length > DIGITS ? iv.slice(0, DIGITS) : undefined,
  ),
  forgivesValue(
    -6003,
    'iv',
    { id: 'letters-of-an-iv-read-as-zero', sentence: 'ExpressPlay reads what is no hex digit in an IV as zero.' },
    (iv) => (iv.length === DIGITS ? zeroed(iv) : undefined),
  ),
  forgivesValue(
    -6003,
    'iv',
    {
      id: 'last-digit-of-an-iv-not-looked-at',
      sentence: 'ExpressPlay takes an IV whose last character is no hex digit.',
    },
    (iv) => (iv.length === DIGITS && allBut(iv, 1) ? zeroed(iv) : undefined),
  ),
];
