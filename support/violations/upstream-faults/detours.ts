import type { Violation } from '../violation';
import { failedBy, isFailure, seesDealsWith, status, waitsForever } from './upstream';

const REDIRECTS = {
  'follows-a-passing-redirect': 302,
  'follows-a-redirect-of-the-method': 307,
  'follows-a-lasting-redirect': 301,
  'follows-a-lasting-redirect-of-the-method': 308,
} as const;

/** How long SEES waits for the token service, and where it looks for it. */
export const DETOURS: readonly Violation[] = [
  waitsForever(
    {
      id: 'waits-for-a-silent-service',
      sentence: 'SEES waits for a token service that does not answer for as long as it takes.',
      breaks: ['SEES-ERR-06.bounded'],
      consequences: [],
    },
    failedBy('timeout'),
  ),
  waitsForever(
    {
      id: 'waits-for-a-connection',
      sentence: 'SEES waits for a token service that takes no connection for as long as it takes.',
      breaks: ['SEES-ERR-06.bounded'],
      consequences: [],
    },
    failedBy('refused'),
  ),
  ...Object.entries(REDIRECTS).map(([id, redirect]) =>
    seesDealsWith(
      {
        id,
        sentence: `SEES takes its whole token request to wherever HTTP ${String(redirect)} sends it.`,
        breaks: ['SEES-ERR-16'],
        consequences: [],
      },
      'token',
      () => (met, request, ask) => {
        if (status(met) !== redirect || isFailure(met)) return undefined;
        return ask({ ...request, url: `${met.headers.location ?? ''}?${request.url.replace(/^[^?]*\?/, '')}` });
      },
    ),
  ),
  seesDealsWith(
    {
      id: 'authenticator-as-referer',
      sentence: 'SEES follows a redirect and tells the new host the address that it came from.',
      breaks: ['SEES-ERR-16'],
      consequences: [],
    },
    'token',
    () => (met, request, ask) => {
      if (status(met) !== 302 || isFailure(met)) return undefined;
      return ask({
        ...request,
        url: met.headers.location ?? '',
        headers: { ...request.headers, referer: request.url },
      });
    },
  ),
];
