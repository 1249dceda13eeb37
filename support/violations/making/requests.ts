import type { HttpRequest, HttpResponse } from '../../exchange';
import type { Violation } from '../violation';
import type { Facts } from './answers';
import {
  jsonOf,
  parametersOf,
  sameRequest,
  sameResponse,
  serviceOf,
  withJson,
  withParameters,
  type Json,
  type Parameters,
  type Service,
} from './messages';

/** @returns the request as the misbehaving party sends or reads it; the same one where nothing is to go wrong */
export type RequestChange = (request: HttpRequest) => HttpRequest | Promise<HttpRequest>;

/** SEES reads its client's request as another one. */
export function seesReads(facts: Facts, memory: () => RequestChange): Violation {
  return {
    ...facts,
    party: 'sees',
    sees: (handler, applied) => {
      const change = memory();
      return async (request) => {
        const read = await change(request);
        if (!sameRequest(read, request)) applied();
        return handler(read);
      };
    },
  };
}

/** The same for a request that is a JSON object; others stay as they are. */
export function seesReadsJson(facts: Facts, change: (request: Json) => unknown): Violation {
  return seesReads(facts, () => (request) => {
    const json = jsonOf(request);
    if (json === undefined) return request;
    const read = change(json);
    return read === json ? request : withJson(request, read);
  });
}

/** A service of ExpressPlay reads a request as another one. */
export function serviceReads(facts: Facts, service: Service, memory: () => RequestChange): Violation {
  return {
    ...facts,
    party: 'expressplay',
    expressplay: (handler, applied) => {
      const change = memory();
      return async (request) => {
        if (serviceOf(request) !== service) return handler(request);
        const read = await change(request);
        if (!sameRequest(read, request)) applied();
        return handler(read);
      };
    },
  };
}

/** The same in terms of the parameters, in their order. */
export function serviceReadsWith(
  facts: Facts,
  service: Service,
  change: (parameters: Parameters) => Parameters,
): Violation {
  return serviceReads(facts, service, () => (request) => {
    const parameters = parametersOf(request);
    const read = change(parameters);
    return read === parameters ? request : withParameters(request, read);
  });
}

/** SEES asks a service of ExpressPlay something else. */
export function seesAsks(facts: Facts, service: Service, memory: () => RequestChange): Violation {
  return {
    ...facts,
    party: 'sees',
    call: (call, applied) => {
      const change = memory();
      return async (request, options) => {
        if (serviceOf(request) !== service) return call(request, options);
        const asked = await change(request);
        if (!sameRequest(asked, request)) applied();
        return call(asked, options);
      };
    },
  };
}

/** The same in terms of the parameters, in their order. */
export function seesAsksWith(
  facts: Facts,
  service: Service,
  change: (parameters: Parameters) => Parameters,
): Violation {
  return seesAsks(facts, service, () => (request) => {
    const parameters = parametersOf(request);
    const asked = change(parameters);
    return asked === parameters ? request : withParameters(request, asked);
  });
}

/** SEES reads an answer of ExpressPlay as another one. @param memory makes the change for each SEES anew */
export function seesUnderstands(
  facts: Facts,
  service: Service,
  memory: () => (answer: HttpResponse, request: HttpRequest) => HttpResponse,
): Violation {
  return {
    ...facts,
    party: 'sees',
    call: (call, applied) => {
      const change = memory();
      return async (request, options) => {
        const right = await call(request, options);
        if (serviceOf(request) !== service) return right;
        const read = change(right, request);
        if (!sameResponse(read, right)) applied();
        return read;
      };
    },
  };
}
