import { AsyncLocalStorage } from 'node:async_hooks';
import { parseParameters, queryOf, TOKEN_PARAMETER } from '../../protocol';
import { serviceReads } from '../making';
import type { Violation } from '../violation';

const urls = new AsyncLocalStorage<string>();

export const LICENSES: readonly Violation[] = [
  serviceReads(
    {
      id: 'foreign-characters-in-a-token-skipped',
      sentence: 'ExpressPlay skips characters outside the alphabet when it decodes a token.',
      breaks: ['EP-LIC-09.refused', 'EP-LIC-E4010.refused'],
      consequences: ['EP-LIC-09.code', 'EP-LIC-E4010.code'],
    },
    'license',
    () => (request) => {
      const raw = parseParameters(queryOf(request.url)).find(({ name }) => name === TOKEN_PARAMETER)?.raw;
      const clean = raw?.replace(/%../g, '').replace(/[^A-Za-z0-9_-]/g, '');
      if (raw === undefined || clean === undefined || raw === clean) return request;
      return { ...request, url: request.url.replace(raw, () => clean) };
    },
  ),
  serviceReads(
    {
      id: 'license-by-get-with-a-body',
      sentence: 'ExpressPlay answers a GET of the license URL as it answers a POST.',
      breaks: ['EP-LIC-11'],
      consequences: [],
    },
    'license',
    () => (request) => (request.method === 'GET' ? { ...request, method: 'POST' } : request),
  ),
  {
    id: 'device-compared-by-its-beginning',
    party: 'expressplay',
    sentence: 'ExpressPlay compares the first 32 digits of device ids, as long as they are for PlayReady.',
    breaks: ['EP-LIC-06'],
    consequences: ['SEQ-42', 'SEQ-35', 'EP-LIC-16'],
    expressplayRules: (rules, applied) => ({
      ...rules,
      deviceMatches: (bound, presented) => {
        const right = rules.deviceMatches(bound, presented);
        const wrong = bound.slice(0, 32) === presented?.slice(0, 32);
        if (wrong !== right) applied();
        return wrong;
      },
    }),
  },
  {
    id: 'expired-with-the-minute',
    party: 'expressplay',
    sentence: 'ExpressPlay lets a token live to the end of the minute it expires in.',
    breaks: ['EP-LIC-08', 'SEQ-08'],
    consequences: ['EP-LIC-19', 'SEQ-48', 'EP-LIC-E4010.refused', 'EP-LIC-E4010.code'],
    expressplayRules: (rules, applied) => ({
      ...rules,
      isExpired: (limitMs, nowMs, use) => {
        const right = rules.isExpired(limitMs, nowMs, use);
        const wrong = rules.isExpired(Math.ceil(limitMs / 60_000) * 60_000, nowMs, use);
        if (wrong !== right) applied();
        return wrong;
      },
    }),
  },
  {
    id: 'cookie-of-the-url-fills-in',
    party: 'expressplay',
    sentence: 'ExpressPlay logs the cookie of the license URL where the token has none.',
    breaks: ['EP-LIC-23'],
    consequences: [],
    expressplay: (handler) => (request) => urls.run(request.url, () => handler(request)),
    expressplayRules: (rules, applied) => ({
      ...rules,
      eventOf: (redemption) => {
        const url = urls.getStore();
        // Unknown: the service itself is out of sight and this one only shadows it.
        if (url === undefined && redemption.cookie === undefined) applied();
        const cookie = parseParameters(queryOf(url ?? '')).find(({ name }) => name === 'cookie')?.value;
        if (redemption.cookie !== undefined || cookie === undefined) return rules.eventOf(redemption);
        applied();
        return rules.eventOf({ ...redemption, cookie });
      },
    }),
  },
];
