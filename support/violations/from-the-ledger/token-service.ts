import {
  errorOf,
  parametersOf,
  serviceAnswers,
  serviceOf,
  serviceReads,
  serviceReadsWith,
  withParameters,
} from '../making';
import type { Violation } from '../violation';

export const TOKEN_SERVICE: readonly Violation[] = [
  serviceAnswers(
    {
      id: 'failed-authentication-is-a-page',
      sentence: 'ExpressPlay answers failed authentication with a page although JSON was asked for.',
      breaks: ['EP-TOK-45', 'EP-TOK-E2017.refused', 'EP-TOK-E2018.refused', 'EP-TOK-E2017.code', 'EP-TOK-E2018.code'],
      consequences: ['EP-TOK-46.code'],
    },
    'token',
    () => (answer) =>
      answer.status === 401
        ? {
            ...answer,
            headers: { ...answer.headers, 'content-type': 'text/html' },
            body: Buffer.from('<html><body>Not authorized</body></html>'),
          }
        : answer,
  ),
  serviceAnswers(
    {
      id: 'form-with-charset-refused',
      sentence: 'ExpressPlay refuses a form whose content type names a charset.',
      breaks: ['EP-TOK-41'],
      consequences: [],
    },
    'token',
    () => (answer, request) =>
      request.method === 'POST' && /;\s*charset/i.test(request.headers['content-type'] ?? '')
        ? errorOf(-2017, 401)
        : answer,
  ),
  {
    id: 'cookie-limit-in-bytes',
    party: 'expressplay',
    sentence: 'ExpressPlay counts the 32 characters of a cookie in bytes.',
    breaks: ['EP-TOK-54.accepted'],
    consequences: [],
    expressplayRules: (rules, applied) => ({
      ...rules,
      cookieFits: (cookie) => {
        const fits = Buffer.byteLength(cookie) <= 32;
        if (fits !== rules.cookieFits(cookie)) applied();
        return fits;
      },
    }),
  },
  serviceAnswers(
    {
      id: 'key-name-of-one-character-refused',
      sentence: 'ExpressPlay refuses a kid of ^ and a single character.',
      breaks: ['EP-TOK-53'],
      consequences: [],
    },
    'token',
    () => (answer, request) =>
      parametersOf(request).some(([name, value]) => name === 'kid' && /^\^.$/u.test(value))
        ? errorOf(-4021, 400)
        : answer,
  ),
  serviceReadsWith(
    {
      id: 'day-that-is-none-accepted',
      sentence: 'ExpressPlay takes an expirationTime on a day that does not exist for one some days later.',
      breaks: ['EP-TOK-E2002.refused'],
      consequences: ['EP-TOK-E2002.code', 'EP-TOK-48'],
    },
    'token',
    (parameters) =>
      parameters.some(([name, value]) => name === 'expirationTime' && rolledOver(value) !== undefined)
        ? parameters.map(([name, value]) => [name, name === 'expirationTime' ? (rolledOver(value) ?? value) : value])
        : parameters,
  ),
  serviceReadsWith(
    {
      id: 'only-the-first-extension-judged',
      sentence: 'ExpressPlay looks at the first fpExtension only.',
      breaks: ['EP-TOK-E2036.refused'],
      consequences: ['EP-TOK-E2036.code', 'EP-TOK-48'],
    },
    'token',
    (parameters) => {
      const first = parameters.findIndex(([name]) => name === 'fpExtension');
      const kept = parameters.filter(([name], index) => name !== 'fpExtension' || index === first);
      return kept.length === parameters.length ? parameters : kept;
    },
  ),
  serviceReadsWith(
    {
      id: 'flags-parsed-to-the-first-letter',
      sentence: 'ExpressPlay parses generalFlags as a number and ignores what follows the zeros.',
      breaks: ['EP-TOK-E5003.refused'],
      consequences: ['EP-TOK-E5003.code', 'EP-TOK-48'],
    },
    'token',
    (parameters) =>
      parameters.some(([name, value]) => name === 'generalFlags' && zeroOnly(value))
        ? parameters.map(([name, value]) => [name, name === 'generalFlags' && zeroOnly(value) ? '0000' : value])
        : parameters,
  ),
  serviceReadsWith(
    {
      id: 'rental-parsed-to-the-first-letter',
      sentence: 'ExpressPlay parses rentalDuration as a number and ignores what follows the digits.',
      breaks: ['EP-TOK-E6007.refused'],
      consequences: ['EP-TOK-E6007.code', 'EP-TOK-48'],
    },
    'token',
    (parameters) =>
      parameters.some(([name, value]) => name === 'rentalDuration' && /^\d+\D/.test(value))
        ? parameters.map(([name, value]) => [
            name,
            name === 'rentalDuration' ? String(Number.parseInt(value, 10)) : value,
          ])
        : parameters,
  ),
  serviceReadsWith(
    {
      id: 'iv-filled-with-zeros',
      sentence: 'ExpressPlay fills an iv that is too short with zeros.',
      breaks: ['EP-TOK-E6003.refused'],
      consequences: ['EP-TOK-E6003.code', 'EP-TOK-48'],
    },
    'token',
    (parameters) =>
      parameters.some(([name, value]) => name === 'iv' && /^[0-9a-f]{1,31}$/i.test(value))
        ? parameters.map(([name, value]) => [name, name === 'iv' ? value.padEnd(32, '0') : value])
        : parameters,
  ),
  {
    id: 'authenticator-known-by-its-number',
    party: 'expressplay',
    sentence: 'ExpressPlay compares only the account number of an authenticator, not the key after the comma.',
    breaks: ['EP-TOK-E2018.refused'],
    consequences: ['EP-TOK-E2018.code', 'EP-TOK-48', 'EP-REC-25.records'],
    expressplay: (handler, applied) => {
      const known = new Map<string, string>();
      return async (request) => {
        const service = serviceOf(request);
        const sent = parametersOf(request).find(([name]) => name === 'customerAuthenticator')?.[1];
        if (sent === undefined || (service !== 'token' && service !== 'record')) return handler(request);
        const answer = await handler(request);
        const number = sent.split(',', 1)[0] ?? '';
        if (answer.status === 200) known.set(number, sent);
        const right = known.get(number);
        if (answer.status !== 401 || right === undefined) return answer;
        applied();
        const changed = parametersOf(request).map(
          ([name, value]) => [name, name === 'customerAuthenticator' ? right : value] as const,
        );
        return handler(withParameters(request, changed));
      };
    },
  },
  serviceReads(
    {
      id: 'unknown-error-format-ignored',
      sentence: 'ExpressPlay ignores an errorFormat that it does not know.',
      breaks: ['EP-TOK-E3004.refused'],
      consequences: ['EP-TOK-E3004.code', 'EP-TOK-48'],
    },
    'token',
    () => (request) => {
      const parameters = parametersOf(request);
      if (!parameters.some(([name, value]) => name === 'errorFormat' && unknownFormat(value))) return request;
      return withParameters(
        request,
        parameters.filter(([name, value]) => name !== 'errorFormat' || !unknownFormat(value)),
      );
    },
  ),
];

/** Whatever begins with zeros and goes on with something else than hex digits. */
const zeroOnly = (flags: string): boolean => /^0+[^0-9a-f]/i.test(flags);
const unknownFormat = (format: string): boolean => format !== 'html' && format !== 'json';

/** The day that 30 February or 31 April roll over to; undefined: the day exists, or it is no day at all. */
function rolledOver(time: string): string | undefined {
  const [, year, month, day, rest] = /^(\d{4})-(\d{2})-(\d{2})(T.*Z)$/.exec(time) ?? [];
  if (year === undefined || month === undefined || day === undefined || rest === undefined) return undefined;
  if (Number(day) < 29 || Number(day) > 31 || Number(month) < 1 || Number(month) > 12) return undefined;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).toISOString().slice(0, 10);
  return date === time.slice(0, 10) ? undefined : `${date}${rest}`;
}
