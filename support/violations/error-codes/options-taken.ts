import { parseExpirationTime } from '../../protocol';
import { replaced } from '../making';
import type { Violation } from '../violation';
import { forgives, forgivesValue } from './forgives';

/** Ends, flags, rentals, cookies and formats that are none. */
export const OPTIONS_TAKEN: readonly Violation[] = [
  forgivesValue(
    -2002,
    'expirationTime',
    {
      id: 'blank-read-as-plus',
      sentence: 'ExpressPlay takes a blank before the seconds of expirationTime for a plus sign.',
    },
    (time) => (time.startsWith(' ') ? time.replace(' ', '+') : undefined),
  ),
  forgivesValue(
    -2002,
    'expirationTime',
    { id: 'local-time-taken', sentence: 'ExpressPlay takes an expirationTime without Z for one in its own zone.' },
    (time) => (/T\d\d:\d\d:\d\d$/.test(time) ? `${time}Z` : undefined),
  ),
  forgivesValue(
    -2002,
    'expirationTime',
    { id: 'end-in-words-ignored', sentence: 'ExpressPlay ignores an expirationTime that holds no digit.' },
    (time) => (/\d/.test(time) ? undefined : '+600'),
  ),
  forgivesValue(
    -2002,
    'expirationTime',
    { id: 'end-that-is-past-ignored', sentence: 'ExpressPlay gives a token whose end is past.' },
    (time) => (parseExpirationTime(time)?.kind === 'absolute' ? '+1' : undefined),
  ),
  forgivesValue(
    -2002,
    'expirationTime',
    { id: 'seconds-with-a-unit', sentence: 'ExpressPlay reads as many digits of expirationTime as there are.' },
    (time) => /^\+\d+(?=\D)/.exec(time)?.[0],
  ),
  forgivesValue(
    -2033,
    'cookie',
    {
      id: 'cookie-cut-to-length',
      sentence: 'ExpressPlay cuts a cookie of 33 characters to 32.',
      breaks: ['EP-TOK-48', 'EP-TOK-54.refused'],
    },
    (cookie) => cookie.slice(0, 32),
  ),
  forgives(
    -3004,
    { id: 'unknown-format-is-html', sentence: 'ExpressPlay takes an errorFormat that it does not know for html.' },
    (parameters) => replaced(parameters, 'errorFormat', undefined),
  ),
  forgivesValue(
    -5003,
    'generalFlags',
    { id: 'flags-beyond-hex-are-zero', sentence: 'ExpressPlay reads generalFlags that are no hex digits as zero.' },
    (flags) => (/^[0-9a-f]*$/i.test(flags) ? undefined : '0000'),
  ),
  forgivesValue(
    -5003,
    'generalFlags',
    { id: 'lowest-flag-allowed', sentence: 'ExpressPlay allows the lowest of the generalFlags.' },
    (flags) => (flags === '0001' ? '0000' : undefined),
  ),
  forgivesValue(
    -5003,
    'generalFlags',
    { id: 'highest-flag-not-looked-at', sentence: 'ExpressPlay looks at the lower byte of generalFlags alone.' },
    (flags) => (/^[0-9a-f]{2}00$/i.test(flags) ? '0000' : undefined),
  ),
  forgivesValue(
    -6007,
    'rentalDuration',
    { id: 'negative-rental-is-none', sentence: 'ExpressPlay takes a negative rentalDuration for no rental.' },
    (rental) => (rental.startsWith('-') ? '0' : undefined),
  ),
  forgivesValue(
    -6007,
    'rentalDuration',
    { id: 'rental-in-words-is-none', sentence: 'ExpressPlay takes a rentalDuration without digits for no rental.' },
    (rental) => (/\d/.test(rental) ? undefined : '0'),
  ),
  forgivesValue(
    -6007,
    'rentalDuration',
    { id: 'rental-with-a-unit', sentence: 'ExpressPlay reads as many digits of rentalDuration as there are.' },
    (rental) => /^\d+/.exec(rental)?.[0],
  ),
];
