import { createHash } from 'node:crypto';
import { REFUSALS } from '../../reference';
import type { Violation } from '../violation';
import { asksInVain } from './last-granted';
import { asText, reads } from './reads';

const lengthOf = (value: unknown): number => (typeof value === 'string' ? Array.from(value).length : 0);
const ofLength =
  (accepts: (length: number) => boolean) =>
  (value: unknown): boolean =>
    typeof value === 'string' && accepts(lengthOf(value));

const COOKIE = { property: 'customerCookie' };
const TOO_LONG = 'x'.repeat(40);
const cut = (value: unknown): string => Array.from(asText(value)).slice(0, 32).join('');

/** Cookies at the limits of their length and beyond. */
export const COOKIE_LENGTHS: readonly Violation[] = [
  reads('longest-cookie-refused', 'SEES refuses a cookie of 32 characters as too long.', {
    ...COOKIE,
    where: ofLength((length) => length === 32),
    as: () => TOO_LONG,
    breaks: ['SEES-REQ-20.thirty-two'],
  }),
  reads(
    'longest-bound-cookie-refused',
    'SEES looks up no device of a cookie of 32 characters, which it takes for too long.',
    {
      ...COOKIE,
      where: (value, { requestType }) => requestType === 3 && lengthOf(value) === 32,
      as: () => TOO_LONG,
      breaks: ['SEES-REQ-20.thirty-two'],
      // Refused before anybody looked for the device.
      consequences: ['EP-REC-05.bound'],
    },
  ),
  reads('cookie-of-one-refused', 'SEES refuses a cookie of one character as too short.', {
    ...COOKIE,
    where: ofLength((length) => length === 1),
    as: () => '',
    breaks: ['SEES-REQ-20.one'],
  }),
  reads('cookie-of-zero-is-none', 'SEES takes the cookie "0" for none.', {
    ...COOKIE,
    where: (value) => value === '0',
    as: () => '',
    breaks: ['SEES-REQ-20.one'],
  }),
  reads('long-cookie-hashed', 'SEES registers and looks up a hash in place of a cookie that is too long.', {
    ...COOKIE,
    where: ofLength((length) => length > 32),
    as: (value) => createHash('md5').update(asText(value)).digest('hex'),
    breaks: ['SEES-REQ-21.grant'],
  }),
  reads('long-cookie-cut', 'SEES cuts a registration cookie to 32 characters.', {
    ...COOKIE,
    where: (value, { requestType }) => requestType === 2 && lengthOf(value) > 32,
    as: cut,
    breaks: ['SEES-REQ-21.grant'],
  }),
  reads('long-bound-cookie-cut', 'SEES looks up a cookie that is too long by its first 32 characters.', {
    ...COOKIE,
    where: (value, { requestType }) => requestType === 3 && lengthOf(value) > 32,
    as: cut,
    breaks: ['SEES-REQ-21.grant'],
  }),
  asksInVain(
    {
      id: 'long-cookie-cut-in-vain',
      sentence: 'SEES asks for a token under the beginning of a cookie that it refuses as too long.',
      breaks: ['SEES-REQ-21.shortened'],
      consequences: [],
    },
    (asked, error) =>
      error === REFUSALS.cookieTooLong.error && asked.requestType === 2
        ? { ...asked, customerCookie: cut(asked.customerCookie) }
        : undefined,
  ),
  asksInVain(
    {
      id: 'long-bound-cookie-cut-in-vain',
      sentence: 'SEES looks up the beginning of a cookie that it refuses as too long.',
      breaks: ['SEES-REQ-21.shortened'],
      consequences: [],
    },
    (asked, error) =>
      error === REFUSALS.cookieTooLong.error && asked.requestType === 3
        ? { ...asked, customerCookie: cut(asked.customerCookie) }
        : undefined,
  ),
];
