import type { Facts } from '../making';
import type { Violation } from '../violation';

const SENT = /\b(customerAuthenticator|contentKey|iv)=(?:\d+,)?[^\s,<"]+/g;

/** @param passed what of the answer gets into the errorText */
const leaks = (facts: Facts, passed: (answer: string) => string | undefined): Violation => ({
  ...facts,
  party: 'sees',
  seesRules: (rules, applied) => ({
    ...rules,
    errorText: (own, answer) => {
      const right = rules.errorText(own, answer);
      const text = passed(answer);
      if (text === undefined) return right;
      applied();
      return `${right} ${text}`;
    },
  }),
});

const repeats = (answer: string): boolean => answer.includes('customerAuthenticator=');
const isJson = (answer: string): boolean => answer.startsWith('{');

/** What of ExpressPlay's error text gets to the player. */
export const LEAKS: readonly Violation[] = [
  leaks(
    {
      id: 'key-in-error-text',
      sentence: 'SEES takes the authenticator out of the error text that it passes on, and leaves the content key in.',
      breaks: ['SEES-ERR-15'],
      consequences: ['SEES-SEC-02'],
    },
    (answer) => (repeats(answer) && isJson(answer) ? answer.replace(/customerAuthenticator=[^\s]+,/, '') : undefined),
  ),
  leaks(
    {
      id: 'authenticator-in-error-text',
      sentence: 'SEES takes the keys out of the error text that it passes on, and leaves the authenticator in.',
      breaks: ['SEES-ERR-15'],
      consequences: ['SEES-SEC-01'],
    },
    (answer) =>
      repeats(answer) && isJson(answer)
        ? answer.replace(SENT, (found) => (found.startsWith('customer') ? found : ''))
        : undefined,
  ),
  leaks(
    {
      id: 'iv-in-error-text',
      sentence: 'SEES passes on the IV that the error page of ExpressPlay repeats.',
      breaks: ['SEES-ERR-15'],
      consequences: ['SEES-SEC-02'],
    },
    (answer) => (repeats(answer) && !isJson(answer) ? /iv=[0-9a-f]+/.exec(answer)?.[0] : undefined),
  ),
  leaks(
    {
      id: 'error-page-as-base-sixty-four',
      sentence: 'SEES passes the error page of ExpressPlay on in base64.',
      breaks: ['SEES-ERR-15'],
      consequences: ['SEES-SEC-01', 'SEES-SEC-02'],
    },
    (answer) => (repeats(answer) && !isJson(answer) ? Buffer.from(answer).toString('base64') : undefined),
  ),
  leaks(
    {
      id: 'error-text-encoded-for-a-url',
      sentence: 'SEES passes the error text of ExpressPlay on in percent encoding.',
      breaks: ['SEES-ERR-15'],
      consequences: ['SEES-SEC-01', 'SEES-SEC-02'],
    },
    (answer) => (repeats(answer) && isJson(answer) ? encodeURIComponent(answer) : undefined),
  ),
  leaks(
    {
      id: 'key-in-upper-case-in-error-text',
      sentence: 'SEES passes the error text of ExpressPlay on in upper case.',
      breaks: ['SEES-ERR-15'],
      consequences: ['SEES-SEC-01', 'SEES-SEC-02'],
    },
    (answer) => (repeats(answer) && isJson(answer) ? answer.toUpperCase() : undefined),
  ),
];
