import type { Violation } from '../violation';
import { refuses, refusesValue } from './refuses';

const breaking = (...breaks: string[]) => ({ breaks, consequences: [] });

/** Documented ways to name a key, and cookies, that are refused. */
export const KEYS_REFUSED: readonly Violation[] = [
  refuses(
    {
      id: 'kid-beside-key-refused',
      sentence: 'ExpressPlay refuses a kid of 32 digits beside a contentKey.',
      ...breaking('EP-TOK-52.accepted'),
    },
    -6005,
    (asked) => asked('contentKey') !== undefined && /^[^^]/.test(asked('kid') ?? ''),
  ),
  refuses(
    {
      id: 'wrapped-key-refused',
      sentence: 'ExpressPlay wants a kid beside every kek.',
      ...breaking('EP-TOK-52.accepted'),
    },
    -4018,
    (asked) => asked('kek') !== undefined && asked('kid') === undefined,
  ),
  refuses(
    {
      id: 'stored-key-refused',
      sentence: 'ExpressPlay wants an ek beside every kek.',
      ...breaking('EP-TOK-52.accepted'),
    },
    -4024,
    (asked) => asked('kek') !== undefined && asked('ek') === undefined,
  ),
  refusesValue(
    {
      id: 'name-of-one-character-refused',
      sentence: 'ExpressPlay refuses a kid of ^ and one character.',
      ...breaking('EP-TOK-53'),
    },
    -4021,
    'kid',
    (kid) => kid.startsWith('^') && kid.length === 2,
  ),
  refusesValue(
    {
      id: 'caret-counts',
      sentence: 'ExpressPlay counts the caret among the 64 characters of a kid.',
      ...breaking('EP-TOK-53'),
    },
    -4021,
    'kid',
    (kid) => kid.startsWith('^') && kid.length > 64,
  ),
  refusesValue(
    {
      id: 'cookie-of-thirty-one-characters-at-most',
      sentence: 'ExpressPlay refuses a cookie of 32 characters.',
      breaks: ['EP-TOK-54.accepted'],
      // SEES can grant nothing under such a cookie either.
      consequences: ['SEES-REQ-20.thirty-two'],
    },
    -2033,
    'cookie',
    (cookie) => cookie.length >= 32,
  ),
  refusesValue(
    {
      id: 'escaped-cookie-measured',
      sentence: 'ExpressPlay measures a cookie as it is escaped.',
      breaks: ['EP-TOK-54.accepted'],
      // SEES can grant nothing under such a cookie either.
      consequences: ['SEES-REQ-24.ascii', 'SEES-REQ-24.other'],
    },
    -2033,
    'cookie',
    (cookie) => encodeURIComponent(cookie).length > 32,
  ),
];
