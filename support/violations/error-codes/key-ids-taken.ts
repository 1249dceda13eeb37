import { replaced, valueOf } from '../making';
import type { Violation } from '../violation';
import { forgives, forgivesValue } from './forgives';

const DIGITS = 32;
const KEY = '0'.repeat(DIGITS);

/** Ids of keys, and wrapped keys, that are none. */
export const KEY_IDS_TAKEN: readonly Violation[] = [
  forgivesValue(-4020, 'kid', { id: 'short-kid-taken', sentence: 'ExpressPlay takes a kid of 30 digits.' }, (kid) =>
    kid.length < DIGITS ? kid.padEnd(DIGITS, '0') : undefined,
  ),
  forgivesValue(-4020, 'kid', { id: 'long-kid-cut', sentence: 'ExpressPlay cuts a kid of 33 digits to 32.' }, (kid) =>
    kid.length > DIGITS ? kid.slice(0, DIGITS) : undefined,
  ),
  forgivesValue(
    -4021,
    'kid',
    {
      id: 'name-of-sixty-five-characters',
      sentence: 'ExpressPlay takes a kid of ^ and 65 characters, as if the caret did not count among 66.',
    },
    (kid) => (kid.length === 66 ? kid.slice(0, 65) : undefined),
  ),
  forgives(
    -4022,
    { id: 'any-thirty-two-characters-are-a-kid', sentence: 'ExpressPlay looks at the length of a kid alone.' },
    (parameters) => replaced(parameters, 'kid', KEY),
  ),
  forgivesValue(
    -4022,
    'kid',
    {
      id: 'last-digit-of-a-kid-not-looked-at',
      sentence: 'ExpressPlay takes a kid whose last character alone is no hex digit.',
    },
    (kid) => (/^[0-9a-f]{31}.$/i.test(kid) ? KEY : undefined),
  ),
  forgives(
    -4018,
    { id: 'kek-alone-is-the-key', sentence: 'ExpressPlay takes a kek alone for the content key itself.' },
    (parameters) => replaced(replaced(parameters, 'kek', undefined), 'contentKey', valueOf(parameters, 'kek')),
  ),
  forgives(
    -4019,
    {
      id: 'unknown-kid-makes-a-key',
      sentence: 'ExpressPlay takes the kek for the key where its key storage does not know the kid.',
      // The fault is sent beside stored keys, where the general rule is not looked at.
      breaks: [],
    },
    (parameters) =>
      replaced(
        replaced(replaced(parameters, 'kek', undefined), 'contentKey', valueOf(parameters, 'kek')),
        'kid',
        undefined,
      ),
  ),
  forgives(
    -4024,
    {
      id: 'unwrapped-without-a-look',
      sentence: 'ExpressPlay takes whatever comes out of a wrapped key, without its integrity check.',
    },
    (parameters) =>
      valueOf(parameters, 'ek')?.length === 48
        ? replaced(replaced(replaced(parameters, 'kek', undefined), 'ek', undefined), 'contentKey', KEY)
        : undefined,
  ),
  forgives(-4024, { id: 'half-a-wrapped-key', sentence: 'ExpressPlay fills half a wrapped key up.' }, (parameters) =>
    valueOf(parameters, 'ek')?.length === 24
      ? replaced(replaced(replaced(parameters, 'kek', undefined), 'ek', undefined), 'contentKey', KEY)
      : undefined,
  ),
  forgives(
    -6005,
    {
      id: 'ek-wins-over-kid',
      sentence: 'ExpressPlay takes the wrapped key where a kid comes along, and does not look at the kid.',
      breaks: ['EP-TOK-48', 'EP-TOK-52.refused'],
    },
    (parameters) => (valueOf(parameters, 'ek') === undefined ? undefined : replaced(parameters, 'kid', undefined)),
  ),
  forgives(
    -6008,
    {
      id: 'device-left-out',
      sentence: 'ExpressPlay binds no tokens, and gives an unbound one where a bound one is asked for.',
      breaks: ['EP-TOK-55'],
      settings: { readings: { 'deviceBinding.supported': false } },
    },
    (parameters) => parameters.filter(([name]) => !/^device_?id$/i.test(name)),
  ),
];
