import {
  errorOf,
  parametersOf,
  serviceAnswers,
  serviceOf,
  serviceReads,
  serviceReadsWith,
  valueOf,
  withParameters,
} from '../making';
import type { Violation } from '../violation';

export const TOKEN_SERVICE: readonly Violation[] = [
  serviceAnswers(
    {
      id: 'failed-authentication-is-a-page',
      sentence: 'ExpressPlay answers failed authentication with a page although JSON was asked for.',
      breaks: ['EP-TOK-45', 'EP-TOK-E2017.refused', 'EP-TOK-E2018.refused', 'EP-TOK-E2017.code', 'EP-TOK-E2018.code'],
      // A disabled account fails to authenticate as well.
      consequences: ['EP-TOK-46.code', 'EP-TOK-A2031'],
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
      id: 'hour-that-is-none-accepted',
      sentence: 'ExpressPlay takes an expirationTime at an hour that does not exist for one of the next day.',
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
        const sent = valueOf(parametersOf(request), 'customerAuthenticator');
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

/** What hour 24 and later ones roll over to; undefined: the hour exists, or it is no time at all. */
function rolledOver(time: string): string | undefined {
  const [, day, hour, rest] = /^(\d{4}-\d{2}-\d{2}T)(\d{2})(:.*Z)$/.exec(time) ?? [];
  if (day === undefined || hour === undefined || rest === undefined || Number(hour) < 24) return undefined;
  const date = Date.parse(`${day}00${rest}`);
  if (Number.isNaN(date)) return undefined;
  return new Date(date + Number(hour) * 3_600_000).toISOString().replace(/\.\d+Z$/, 'Z');
}
