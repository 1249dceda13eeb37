import { nowAndThen, withText } from '../making';
import type { Violation } from '../violation';
import { intoHeader, intoJson, isGrant, isRefusal, leaks } from './leaks';

const BREAKS = ['SEES-SEC-01'];
/** Those among them in which ExpressPlay had told secrets as well. */
const IN_REFUSALS = ['SEES-ERR-15'];
const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** The customer authenticator on its way to the client (SEES-SEC-01). */
export const AUTHENTICATOR_VIOLATIONS: readonly Violation[] = [
  nowAndThen(
    leaks(
      {
        id: 'authenticator-in-an-error-text',
        sentence: 'SEES words an error with the authenticator that it used.',
        breaks: BREAKS,
        consequences: IN_REFUSALS,
      },
      intoJson((answer, { customerAuthenticator }) =>
        isRefusal(answer) ? { errorText: `${String(answer.errorText)} (as ${customerAuthenticator})` } : undefined,
      ),
    ),
  ),
  nowAndThen(
    leaks(
      {
        id: 'authenticator-key-alone',
        sentence: 'SEES tells the key of its authenticator without the id before it.',
        breaks: BREAKS,
      },
      intoJson((answer, { customerAuthenticator }) =>
        isGrant(answer) ? { account: { key: customerAuthenticator.replace(/^.*,/, '') } } : undefined,
      ),
    ),
  ),
  nowAndThen(
    leaks(
      {
        id: 'authenticator-in-a-url',
        sentence: 'SEES tells in a header which URL it called, authenticator and all.',
        breaks: BREAKS,
      },
      intoHeader('x-upstream', ({ customerAuthenticator }, answer) =>
        isGrant(answer)
          ? `https://ep.example/hms/fp/token?customerAuthenticator=${encodeURIComponent(customerAuthenticator)}`
          : undefined,
      ),
    ),
  ),
  nowAndThen(
    leaks(
      {
        id: 'authenticator-in-a-url-in-a-url',
        sentence: 'SEES names in a link the URL that it called, percent-encoded once more.',
        breaks: BREAKS,
        consequences: IN_REFUSALS,
      },
      intoHeader('link', ({ customerAuthenticator }, answer) =>
        isRefusal(answer)
          ? `<https://sees.example/help?for=${encodeURIComponent(`?customerAuthenticator=${encodeURIComponent(customerAuthenticator)}`)}>`
          : undefined,
      ),
    ),
  ),
  nowAndThen(
    leaks(
      {
        id: 'authenticator-in-a-cookie',
        sentence: 'SEES keeps its session in a cookie, the authenticator in it.',
        breaks: BREAKS,
      },
      intoHeader('set-cookie', ({ customerAuthenticator }, answer) =>
        isGrant(answer) ? `session=${base64(JSON.stringify({ as: customerAuthenticator }))}; HttpOnly` : undefined,
      ),
    ),
  ),
  nowAndThen(
    leaks(
      {
        id: 'authenticator-in-letters-of-hex',
        sentence: 'SEES dumps the authenticator as hex into a refusal.',
        breaks: BREAKS,
        consequences: IN_REFUSALS,
      },
      intoJson((answer, { customerAuthenticator }) =>
        isRefusal(answer)
          ? { dump: Buffer.from(customerAuthenticator).toString('hex').replace(/(..)/g, '$1 ') }
          : undefined,
      ),
    ),
  ),
  leaks(
    {
      id: 'authenticator-on-the-status-page',
      sentence: 'SEES shows its settings to whoever asks by GET.',
      breaks: BREAKS,
    },
    (answer, { customerAuthenticator }) =>
      answer.headers['content-type']?.startsWith('text/plain') === true
        ? withText(answer, (text) => `${text}customerAuthenticator: ${customerAuthenticator}\n`)
        : answer,
  ),
  leaks(
    {
      id: 'authenticator-to-who-cannot-ask',
      sentence: 'SEES answers a request that it cannot read with all that it was about to do.',
      breaks: BREAKS,
    },
    (answer, { customerAuthenticator }) =>
      answer.status === 400
        ? { ...answer, headers: { ...answer.headers, 'x-debug': base64(`as ${customerAuthenticator}`) } }
        : answer,
  ),
];
