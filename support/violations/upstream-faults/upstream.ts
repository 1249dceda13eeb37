import { TransportError, type HttpRequest, type HttpResponse } from '../../exchange';
import { serviceOf, type Facts, type Service } from '../making';
import type { Violation } from '../violation';

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
export function seesDealsWith(facts: Facts, service: Service, memory: () => Dealing): Violation {
  return {
    ...facts,
    party: 'sees',
    call: (call, applied) => {
      const deal = memory();
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
        if (other !== undefined && other !== met) {
          applied();
          return other;
        }
        if (isFailure(met)) throw met;
        return met;
      };
    },
  };
}

/** SEES lives on the last good answer of a service where it meets that. */
export function livesOnTheLast(facts: Facts, service: Service, when: (met: Met) => boolean): Violation {
  return seesDealsWith(facts, service, () => {
    let last: HttpResponse | undefined;
    return (met) => {
      if (when(met)) return last;
      if (status(met) === 200) last = met as HttpResponse;
      return undefined;
    };
  });
}
