import type { HttpResponse } from '../../exchange';
import { isAbsoluteHttpUrl, queryOf } from '../../protocol';
import { jsonOf, parametersOf, serviceOf, without, withParameters } from '../making';
import type { Violation } from '../violation';

const SECRET_NAMES = /\d+,[0-9a-f]{32}/gi;

export const FAULTS: readonly Violation[] = [
  {
    id: 'url-searched-in-the-answer',
    party: 'sees',
    sentence: 'SEES searches the answer of the token service for the first URL, whatever stands around it.',
    breaks: ['SEES-ERR-07'],
    consequences: [],
    seesRules: (rules, applied) => ({
      ...rules,
      licenseUrlIn: (answer) => {
        const right = rules.licenseUrlIn(answer);
        const found = right ?? /https?:\/\/[^\s"'<>]+/.exec(answer)?.[0];
        if (found !== right) applied();
        return found;
      },
    }),
  },
  {
    id: 'last-line-is-the-url',
    party: 'sees',
    sentence: 'SEES takes the last line that is not blank for the URL, so that a comment below it costs the grant.',
    breaks: ['SEES-ERR-08.comments'],
    consequences: [],
    seesRules: (rules, applied) => ({
      ...rules,
      licenseUrlIn: (answer) => {
        const right = rules.licenseUrlIn(answer);
        const last = answer.trim().split(/\s*\n/).at(-1) ?? '';
        const found = isAbsoluteHttpUrl(last) ? last : undefined;
        if (found !== right) applied();
        return found;
      },
    }),
  },
  {
    id: 'asked-again-without-expiration',
    party: 'sees',
    sentence: 'SEES asks again without expirationTime where the token service answers 400.',
    breaks: ['EP-TOK-14', 'EP-TOK-15'],
    consequences: [],
    call: (call, applied) => async (request, options) => {
      const answer = await call(request, options);
      if (serviceOf(request) !== 'token' || answer.status !== 400) return answer;
      const fewer = without(parametersOf(request), 'expirationTime');
      if (fewer.length === parametersOf(request).length) return answer;
      applied();
      return call(withParameters(request, fewer), options);
    },
  },
  {
    id: 'asked-again-without-device-after-trouble',
    party: 'sees',
    sentence: 'SEES asks once more without the device where the token service answers 500 or 503.',
    breaks: ['EP-TOK-18.value'],
    consequences: ['SEES-ERR-05'],
    call: (call, applied) => async (request, options) => {
      const answer = await call(request, options);
      if (serviceOf(request) !== 'token' || answer.status < 500) return answer;
      const fewer = without(parametersOf(request), 'deviceid');
      if (fewer.length === parametersOf(request).length) return answer;
      applied();
      return call(withParameters(request, fewer), options);
    },
  },
  {
    id: 'lasting-redirect-followed',
    party: 'sees',
    sentence: 'SEES follows a redirect of the token service with 307 or 308 and repeats its parameters there.',
    breaks: ['SEES-ERR-16'],
    consequences: [],
    call: (call, applied) => async (request, options) => {
      const answer = await call(request, options);
      const { location } = answer.headers;
      if (location === undefined || (answer.status !== 307 && answer.status !== 308)) return answer;
      applied();
      const query = queryOf(location) === '' && queryOf(request.url) !== '' ? `?${queryOf(request.url)}` : '';
      return call({ ...request, url: `${new URL(location, request.url).href}${query}` }, options);
    },
  },
  {
    id: 'one-more-refusal-after-a-broken-connection',
    party: 'sees',
    sentence: 'SEES keeps a broken connection in its pool, so that the token request after it fails as well.',
    breaks: ['SEES-ERR-14'],
    consequences: [],
    call: (call, applied) => {
      let broken = false;
      return async (request, options) => {
        if (serviceOf(request) !== 'token') return call(request, options);
        if (broken) {
          broken = false;
          applied();
          const answer: HttpResponse = { status: 503, headers: {}, body: Buffer.alloc(0) };
          return answer;
        }
        try {
          return await call(request, options);
        } catch (error) {
          broken = true;
          throw error;
        }
      };
    },
  },
  {
    id: 'message-passed-on-with-its-keys',
    party: 'sees',
    sentence: 'SEES passes messages of ExpressPlay on and masks the authenticator in them, but not the keys.',
    breaks: ['SEES-ERR-15'],
    consequences: ['SEES-SEC-02'],
    seesRules: (rules, applied) => ({
      ...rules,
      errorText: (own, answer) => {
        const { errorMessage } = jsonOf({ body: Buffer.from(answer) }) ?? {};
        if (typeof errorMessage !== 'string') return own;
        const passed = `${own} ${errorMessage.replace(SECRET_NAMES, '***').replace(/customerAuthenticator=[^&\s]*/g, '***')}`;
        if (passed !== own) applied();
        return passed;
      },
    }),
  },
];
