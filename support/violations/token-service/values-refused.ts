import { MAX_EXPIRATION_SECONDS } from '../../protocol';
import { parametersOf } from '../making';
import type { Violation } from '../violation';
import { refuses, refusesValue } from './refuses';

/** Titles that are sold like this are among those of flows that go on at once. */
const FLOWS = ['SEES-SEC-05.all', 'SEQ-53.all'];

const breaking = (...breaks: string[]) => ({ breaks, consequences: [] });

/** Values that the documents allow, and that are refused. */
export const VALUES_REFUSED: readonly Violation[] = [
  refusesValue(
    {
      id: 'key-in-capitals-refused',
      sentence: 'ExpressPlay refuses a contentKey in capitals.',
      ...breaking('EP-TOK-40'),
    },
    -2005,
    'contentKey',
    (key) => /[A-F]/.test(key),
  ),
  refusesValue(
    { id: 'iv-in-capitals-refused', sentence: 'ExpressPlay refuses an IV in capitals.', ...breaking('EP-TOK-40') },
    -6003,
    'iv',
    (iv) => /[A-F]/.test(iv),
  ),
  refusesValue(
    {
      id: 'thirty-days-are-too-many',
      sentence: 'ExpressPlay refuses an end of exactly thirty days.',
      breaks: ['EP-TOK-49'],
      consequences: FLOWS,
    },
    -2002,
    'expirationTime',
    (time) => time === `+${String(MAX_EXPIRATION_SECONDS)}`,
  ),
  refusesValue(
    { id: 'one-second-is-too-few', sentence: 'ExpressPlay refuses an end of one second.', ...breaking('EP-TOK-49') },
    -2002,
    'expirationTime',
    (time) => time === '+1',
  ),
  refusesValue(
    {
      id: 'fractions-of-a-second-refused',
      sentence: 'ExpressPlay refuses an end with fractions of a second.',
      ...breaking('EP-TOK-49'),
    },
    -2002,
    'expirationTime',
    (time) => time.includes('.'),
  ),
  refusesValue(
    {
      id: 'flags-of-eight-digits-only',
      sentence: 'ExpressPlay refuses generalFlags of 4 zeros.',
      ...breaking('EP-TOK-57'),
    },
    -5003,
    'generalFlags',
    (flags) => flags === '0000',
  ),
  refuses(
    {
      id: 'one-extension-only',
      sentence: 'ExpressPlay refuses a request with more than one fpExtension.',
      ...breaking('EP-TOK-57'),
    },
    -6001,
    (_, request) => parametersOf(request).filter(([name]) => name === 'fpExtension').length > 1,
  ),
  refusesValue(
    {
      id: 'payload-of-letters-only',
      sentence: 'ExpressPlay refuses a payload with the signs of base64 that are no letters or digits.',
      ...breaking('EP-TOK-57'),
    },
    -2037,
    'fpExtension',
    (extension) => /[+/=]/.test(extension),
  ),
  refusesValue(
    { id: 'rental-of-zero-refused', sentence: 'ExpressPlay refuses a rentalDuration of 0.', ...breaking('EP-TOK-57') },
    -6007,
    'rentalDuration',
    (rental) => rental === '0',
  ),
  refusesValue(
    {
      id: 'rental-of-a-day-at-most',
      sentence: 'ExpressPlay refuses a rentalDuration of two days.',
      breaks: ['EP-TOK-57'],
      consequences: FLOWS,
    },
    -6007,
    'rentalDuration',
    (rental) => Number(rental) > 86_400,
  ),
  refusesValue(
    { id: 'html-not-to-be-named', sentence: 'ExpressPlay refuses an errorFormat of html.', ...breaking('EP-TOK-57') },
    -3004,
    'errorFormat',
    (format) => format === 'html',
  ),
];
