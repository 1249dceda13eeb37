import type { Call, Handler, HttpRequest, HttpResponse } from '../../exchange';
import { jsonOf, serviceOf, withJson, type Json, type Service } from '../making';

type ChangeAnswer = (response: HttpResponse, request: HttpRequest) => HttpResponse;

/** The same handler with other answers. */
export function answering(change: ChangeAnswer): (handler: Handler) => Handler {
  return (handler) => async (request) => change(await handler(request), request);
}

/** The same for one service of ExpressPlay. */
export function serviceAnswering(service: Service, change: ChangeAnswer): (handler: Handler) => Handler {
  return answering((response, request) => (serviceOf(request) === service ? change(response, request) : response));
}

/** Answers that are a JSON object. */
export function withObject(change: (answer: Json) => unknown): ChangeAnswer {
  return (response) => {
    const json = jsonOf(response);
    return json === undefined ? response : withJson(response, change(json));
  };
}

/** The same calls in other words, to one service of ExpressPlay. */
export function asking(service: Service, change: (request: HttpRequest) => HttpRequest): (call: Call) => Call {
  return (call) => (request, options) => call(serviceOf(request) === service ? change(request) : request, options);
}

export const isGranted = (response: HttpResponse): boolean => jsonOf(response)?.isAllowed === true;
export const isRefused = (response: HttpResponse): boolean => jsonOf(response)?.isAllowed === false;
export const isError = ({ status }: HttpResponse): boolean => status >= 400;
