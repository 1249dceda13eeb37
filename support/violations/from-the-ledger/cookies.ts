import { seesAsksWith, seesReadsJson, type Json } from '../making';
import type { Violation } from '../violation';

/** SEES reads the cookie as another one. */
const cookieRead =
  (change: (cookie: string) => string) =>
  (request: Json): Json => {
    const { customerCookie: cookie } = request;
    if (typeof cookie !== 'string') return request;
    const read = change(cookie);
    return read === cookie ? request : { ...request, customerCookie: read };
  };

/** ExpressPlay gets another cookie than the client sent, and knows no device by the right one. */
const ANOTHER_COOKIE: readonly string[] = ['EP-TOK-16', 'EP-TOK-18.value', 'EP-REC-03', 'EP-REC-07'];

export const COOKIES: readonly Violation[] = [
  seesReadsJson(
    {
      id: 'cookie-cut-by-bytes',
      sentence: 'SEES keeps cookies in a column of 32 bytes, which cuts a legal cookie of longer characters.',
      breaks: ['SEES-REQ-24.other'],
      consequences: [],
    },
    cookieRead((cookie) => {
      let cut = Array.from(cookie);
      if (cut.length > 32) return cookie;
      while (Buffer.byteLength(cut.join('')) > 32) cut = cut.slice(0, -1);
      return cut.join('');
    }),
  ),
  seesReadsJson(
    {
      id: 'cookie-without-outer-blanks',
      sentence: 'SEES takes the blanks off both ends of a cookie.',
      breaks: ['EP-REC-13', 'SEES-REQ-24.ascii'],
      consequences: ANOTHER_COOKIE,
    },
    cookieRead((cookie) => cookie.trim()),
  ),
  seesReadsJson(
    {
      id: 'cookie-without-quotes',
      sentence: 'SEES takes off the quotes that a cookie stands in, as libraries for HTTP cookies do.',
      breaks: ['SEES-REQ-24.ascii'],
      consequences: ANOTHER_COOKIE,
    },
    cookieRead((cookie) => cookie.replace(/^"(.*)"$/s, '$1')),
  ),
  seesReadsJson(
    {
      id: 'cookie-composed',
      sentence: 'SEES brings a cookie to its composed Unicode form before it passes it on.',
      breaks: ['SEES-REQ-24.other'],
      consequences: [],
    },
    cookieRead((cookie) => cookie.normalize('NFC')),
  ),
  seesAsksWith(
    {
      id: 'record-cookie-encoded-twice',
      sentence: 'SEES encodes the cookie of a record request twice.',
      breaks: ['SEES-REQ-24.ascii', 'SEES-REQ-24.other', 'EP-REC-03'],
      consequences: [],
    },
    'record',
    (parameters) => parameters.map(([name, value]) => [name, name === 'cookie' ? encodeURIComponent(value) : value]),
  ),
];
