import { parametersOf, seesAsks, valueOf } from '../making';
import type { Violation } from '../violation';

type Way = readonly [
  id: string,
  service: 'token' | 'record',
  sentence: string,
  breaks: readonly string[],
  change: (cookie: string) => string,
  more?: readonly string[],
];

/** SEES writes the cookie in another way into the query. @param change the text that stands there */
function written([id, service, sentence, breaks, change, more = []]: Way): Violation {
  return seesAsks({ id, sentence, breaks, consequences: [...SAME[service], ...more] }, service, () => (request) => {
    const cookie = valueOf(parametersOf(request), 'cookie');
    if (cookie === undefined) return request;
    const text = change(cookie);
    return text === encodeURIComponent(cookie)
      ? request
      : { ...request, url: request.url.replace(/([?&]cookie=)[^&#]*/, (_, start: string) => start + text) };
  });
}

/** The same cookie missed by the rule for all requests to the service. */
const SAME = { token: ['EP-TOK-16'], record: ['EP-REC-03'] };

const ASCII = ['SEES-REQ-24.ascii'];
const OTHER = ['SEES-REQ-24.other'];
const BOTH = [...ASCII, ...OTHER];
const encoded = encodeURIComponent;
const lowerCase = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** U+1F600 and its like as two three-byte sequences, as CESU-8 has it. */
const cesu8 = (text: string): string =>
  text.replace(/[\ud800-\udfff]|[^\ud800-\udfff]+/g, (part) => {
    const code = part.charCodeAt(0);
    if (code < 0xd800 || code > 0xdfff) return encoded(part);
    const bytes = [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)];
    return bytes.map((byte) => `%${byte.toString(16).toUpperCase()}`).join('');
  });

const latin1 = (text: string): string =>
  Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) return encoded(character);
    return code < 0x100 ? `%${code.toString(16).toUpperCase()}` : '%3F';
  }).join('');

/** Characters that a query has to escape, and how they do not arrive. */
export const COOKIE_ENCODINGS: readonly Violation[] = (
  [
    [
      'token-cookie-unescaped',
      'token',
      'SEES escapes the cookie in token requests as a whole URL is escaped, so that & and # keep their meaning.',
      ASCII,
      encodeURI,
      // The cookie brings its own parameters along.
      ['EP-TOK-06', 'EP-TOK-20.registration', 'EP-TOK-22'],
    ],
    [
      'record-cookie-unescaped',
      'record',
      'SEES escapes the cookie in record requests as a whole URL is escaped, so that & and # keep their meaning.',
      ASCII,
      encodeURI,
    ],
    [
      'token-cookie-plus-kept',
      'token',
      'SEES writes a plus in a cookie as a plus into token requests.',
      ASCII,
      (cookie) => encoded(cookie).replaceAll('%2B', '+'),
    ],
    [
      'record-cookie-plus-kept',
      'record',
      'SEES writes a plus in a cookie as a plus into record requests.',
      ASCII,
      (cookie) => encoded(cookie).replaceAll('%2B', '+'),
    ],
    [
      'token-cookie-escaped-twice',
      'token',
      'SEES escapes the cookie twice in token requests.',
      BOTH,
      (cookie) => encoded(encoded(cookie)),
      // Three characters for one make it too long.
      ['EP-TOK-17'],
    ],
    [
      'record-cookie-escaped-twice',
      'record',
      'SEES escapes the cookie twice in record requests.',
      BOTH,
      (cookie) => encoded(encoded(cookie)),
    ],
    [
      'token-cookie-percent-kept',
      'token',
      'SEES takes what looks like an escape in a cookie for one.',
      ASCII,
      (cookie) => encoded(cookie).replace(/%25(?=[0-9A-Fa-f]{2})/g, '%'),
    ],
    [
      'token-cookie-ampersand-kept',
      'token',
      'SEES writes an ampersand in a cookie as it is into token requests.',
      ASCII,
      (cookie) => encoded(cookie).replaceAll('%26', '&'),
    ],
    [
      'record-cookie-ampersand-kept',
      'record',
      'SEES writes an ampersand in a cookie as it is into record requests.',
      ASCII,
      (cookie) => encoded(cookie).replaceAll('%26', '&'),
    ],
    [
      'token-cookie-quotes-dropped',
      'token',
      'SEES drops quotes from the cookie in token requests.',
      ASCII,
      (cookie) => encoded(cookie.replace(/['"]/g, '')),
    ],
    [
      'token-cookie-backslash-dropped',
      'token',
      'SEES drops backslashes from the cookie in token requests.',
      ASCII,
      (cookie) => encoded(cookie.replaceAll('\\', '')),
    ],
    [
      'token-cookie-lower-case',
      'token',
      'SEES writes the cookie in lower case into token requests.',
      ASCII,
      (cookie) => encoded(lowerCase(cookie)),
    ],
    [
      'record-cookie-lower-case',
      'record',
      'SEES writes the cookie in lower case into record requests.',
      ASCII,
      (cookie) => encoded(lowerCase(cookie)),
    ],
    [
      'token-cookie-trimmed',
      'token',
      'SEES drops blanks around the cookie in token requests.',
      ASCII,
      (cookie) => encoded(cookie.trim()),
    ],
    [
      'record-cookie-trimmed',
      'record',
      'SEES drops blanks around the cookie in record requests.',
      ASCII,
      (cookie) => encoded(cookie.trim()),
    ],
    ['token-cookie-in-latin', 'token', 'SEES writes the cookie in Latin-1 into token requests.', OTHER, latin1],
    ['record-cookie-in-latin', 'record', 'SEES writes the cookie in Latin-1 into record requests.', OTHER, latin1],
    [
      'token-cookie-in-surrogates',
      'token',
      'SEES writes characters beyond the basic plane as two surrogates into token requests.',
      OTHER,
      cesu8,
    ],
    [
      'record-cookie-without-emoji',
      'record',
      'SEES drops characters beyond the basic plane from the cookie in record requests.',
      OTHER,
      (cookie) => encoded(cookie.replace(/[\u{10000}-\u{10ffff}]/gu, '')),
    ],
    [
      'token-cookie-composed',
      'token',
      'SEES brings the cookie in token requests into normal form C.',
      OTHER,
      (cookie) => encoded(cookie.normalize('NFC')),
    ],
    [
      'record-cookie-decomposed',
      'record',
      'SEES brings the cookie in record requests into normal form D.',
      OTHER,
      (cookie) => encoded(cookie.normalize('NFD')),
    ],
  ] satisfies Way[]
).map(written);
