import type { Call, HttpRequest } from '../../exchange';
import type { Applied, Violation } from '../violation';
import type { Facts } from './answers';
import {
  jsonOf,
  parametersOf,
  sameRequest,
  serviceOf,
  withJson,
  withParameters,
  type Json,
  type Parameters,
  type Service,
} from './messages';

/** @returns the request as the misbehaving party sends or reads it; the same one where nothing is to go wrong */
export type RequestChange = (request: HttpRequest) => HttpRequest | Promise<HttpRequest>;

/** The same change in terms of the parameters, in their order. */
type ParametersChange = (parameters: Parameters) => Parameters;

/** @param service whose requests alone are changed; undefined: any */
function reading(inner: Call, applied: Applied, change: RequestChange, service?: Service): Call {
  return async (request, options) => {
    if (service !== undefined && serviceOf(request) !== service) return inner(request, options);
    const read = await change(request);
    if (!sameRequest(read, request)) applied();
    return inner(read, options);
  };
}

function inTermsOfParameters(change: ParametersChange): RequestChange {
  return (request) => {
    const parameters = parametersOf(request);
    const read = change(parameters);
    return read === parameters ? request : withParameters(request, read);
  };
}

/** SEES reads its client's request as another one. @param memory makes the change for each SEES anew */
export function seesReads(facts: Facts, memory: () => RequestChange): Violation {
  return { ...facts, party: 'sees', sees: (handler, applied) => reading(handler, applied, memory()) };
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
    expressplay: (handler, applied) => reading(handler, applied, memory(), service),
  };
}

/** The same in terms of the parameters. */
export function serviceReadsWith(facts: Facts, service: Service, change: ParametersChange): Violation {
  return serviceReads(facts, service, () => inTermsOfParameters(change));
}

/** SEES asks a service of ExpressPlay something else. */
export function seesAsks(facts: Facts, service: Service, memory: () => RequestChange): Violation {
  return { ...facts, party: 'sees', call: (call, applied) => reading(call, applied, memory(), service) };
}

/** The same in terms of the parameters. */
export function seesAsksWith(facts: Facts, service: Service, change: ParametersChange): Violation {
  return seesAsks(facts, service, () => inTermsOfParameters(change));
}
