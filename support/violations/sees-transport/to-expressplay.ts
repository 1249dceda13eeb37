import { TransportError } from '../../exchange';
import type { Violation } from '../violation';

const plain = (url: string): string => url.replace(/^https:/i, 'http:');

/** How SEES calls ExpressPlay (SEES-TRN-14). */
export const TO_EXPRESSPLAY_VIOLATIONS: readonly Violation[] = [
  {
    id: 'name-of-expressplay-not-verified',
    party: 'sees',
    sentence: 'SEES talks to whoever has a certificate of a trusted authority, for whatever host.',
    breaks: ['SEES-TRN-14.verify'],
    consequences: [],
    door: (rules, applied) => ({
      ...rules,
      nameProblem: (host, certificate) => {
        if (rules.nameProblem(host, certificate) !== undefined) applied();
        return undefined;
      },
    }),
  },
  {
    id: 'plain-http-tried-first',
    party: 'sees',
    sentence: 'SEES calls ExpressPlay by plain HTTP, and by https only where that brings nothing.',
    breaks: ['SEES-TRN-14.https'],
    // Nobody shows a certificate over plain HTTP.
    consequences: ['SEES-TRN-14.verify'],
    call: (call, applied) => async (request, options) => {
      const answer = await call({ ...request, url: plain(request.url) }, options).catch(() => undefined);
      if (answer === undefined) return call(request, options);
      applied();
      return answer;
    },
  },
  {
    id: 'plain-http-after-a-failed-handshake',
    party: 'sees',
    sentence: 'SEES calls ExpressPlay by plain HTTP where the TLS handshake failed.',
    breaks: ['SEES-TRN-14.verify', 'SEES-TRN-14.https'],
    consequences: [],
    call: (call, applied) => async (request, options) => {
      try {
        return await call(request, options);
      } catch (error) {
        if (!(error instanceof TransportError) || error.failure !== 'tls') throw error;
        applied();
        return call({ ...request, url: plain(request.url) }, options);
      }
    },
  },
];
