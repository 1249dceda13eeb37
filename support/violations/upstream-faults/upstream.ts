import { TransportError, type HttpRequest, type HttpResponse } from '../../exchange';
import { readUriList } from '../../protocol';
import { sameResponse, serviceOf, type Facts, type Service } from '../making';
import type { Applied, Violation } from '../violation';

/** What SEES met when it asked: an answer, or why there was none. */
export type Met = HttpResponse | TransportError;

export const isFailure = (met: Met): met is TransportError => met instanceof TransportError;
export const failedBy = (failure: TransportError['failure']) => (met: Met) => isFailure(met) && met.failure === failure;
export const status = (met: Met): number | undefined => (isFailure(met) ? undefined : met.status);
export const textOf = (met: Met): string => (isFailure(met) ? '' : met.body.toString('utf8'));
export const isPage = (met: Met): boolean =>
  !isFailure(met) && met.headers['content-type']?.startsWith('text/html') === true;

/** @returns what SEES goes on with instead; undefined: with what it met */
export type Dealing = (
  met: Met,
  request: HttpRequest,
  ask: (request: HttpRequest) => Promise<HttpResponse>,
) => HttpResponse | undefined | Promise<HttpResponse | undefined>;

/** SEES deals with what a service says, or with its silence, in its own way. @param memory makes it for each SEES anew */
export function seesDealsWith(facts: Facts, service: Service, memory: (applied: Applied) => Dealing): Violation {
  return {
    ...facts,
    party: 'sees',
    call: (call, applied) => {
      const deal = memory(applied);
      return async (request, options) => {
        if (serviceOf(request) !== service) return call(request, options);
        const met = await call(request, options).catch((error: unknown) => {
          if (error instanceof TransportError) return error;
          throw error;
        });
        const other = await deal(met, request, (again) => {
          applied();
          return call(again, options);
        });
        if (other !== undefined && (isFailure(met) || !sameResponse(other, met))) {
          applied();
          return other;
        }
        if (isFailure(met)) throw met;
        return met;
      };
    },
  };
}

/** SEES hands out the token URL that it got last where it meets that. */
export function handsOutTheLast(facts: Facts, when: (met: Met) => boolean): Violation {
  return seesDealsWith(facts, 'token', () => {
    let last: HttpResponse | undefined;
    return (met) => {
      if (when(met)) return last;
      if (!isFailure(met) && met.status === 200 && readUriList(textOf(met)).url !== undefined) last = met;
      return undefined;
    };
  });
}

/** SEES gives its client no answer where it meets that. */
export function waitsForever(facts: Facts, when: (met: Met) => boolean): Violation {
  const settings = { timeouts: { entitlementMs: 300 } };
  return seesDealsWith({ ...facts, settings }, 'token', (applied) => (met) => {
    if (!when(met)) return undefined;
    applied();
    return new Promise(() => undefined);
  });
}
