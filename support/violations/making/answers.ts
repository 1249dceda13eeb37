import type { Call, HttpRequest, HttpResponse } from '../../exchange';
import type { Applied, Violation } from '../violation';
import { jsonOf, sameResponse, serviceOf, withJson, type Json, type Service } from './messages';

/** What every violation says of itself; its party follows from where it sits. */
export type Facts = Omit<Violation, 'party' | 'sees' | 'seesRules' | 'expressplay' | 'expressplayRules' | 'call'>;

/** The same where nothing need follow from it. */
export type Note = Omit<Facts, 'consequences'> & Partial<Pick<Facts, 'consequences'>>;

/** @param change the wrong answer made from the right one; the right one itself where nothing is to go wrong */
export type AnswerChange = (answer: HttpResponse, request: HttpRequest) => HttpResponse | Promise<HttpResponse>;

/** @param service whose answers alone are changed; undefined: any */
function changed(inner: Call, applied: Applied, change: AnswerChange, service?: Service): Call {
  return async (request, options) => {
    const right = await inner(request, options);
    if (service !== undefined && serviceOf(request) !== service) return right;
    const wrong = await change(right, request);
    if (!sameResponse(right, wrong)) applied();
    return wrong;
  };
}

/** SEES answers wrongly. @param memory makes the change for each SEES anew, so that no state outlives a run */
export function seesAnswers(facts: Facts, memory: () => AnswerChange): Violation {
  return { ...facts, party: 'sees', sees: (handler, applied) => changed(handler, applied, memory()) };
}

/** The same for an answer that is a JSON object; others stay as they are. */
export function seesAnswersJson(
  facts: Facts,
  change: (answer: Json, asked: Json, response: HttpResponse) => unknown,
): Violation {
  return seesAnswers(facts, () => (response, request) => {
    const answer = jsonOf(response);
    if (answer === undefined) return response;
    const wrong = change(answer, jsonOf(request) ?? {}, response);
    return wrong === answer ? response : withJson(response, wrong);
  });
}

/** A service of ExpressPlay answers wrongly. */
export function serviceAnswers(facts: Facts, service: Service, memory: () => AnswerChange): Violation {
  return {
    ...facts,
    party: 'expressplay',
    expressplay: (handler, applied) => changed(handler, applied, memory(), service),
  };
}

/** SEES reads an answer of ExpressPlay as another one. */
export function seesUnderstands(facts: Facts, service: Service, memory: () => AnswerChange): Violation {
  return { ...facts, party: 'sees', call: (call, applied) => changed(call, applied, memory(), service) };
}

/** The JSON of a refusal. */
export function refusalOf(messageID: unknown, error: number, errorText: string): Json {
  return { messageID, version: 1, isAllowed: false, epTokenURL: '', error, errorText };
}

/** SEES refuses a request on its own, whatever the right one would answer. */
export function refusalTo(request: HttpRequest, error: number, errorText: string): HttpResponse {
  const body = Buffer.from(JSON.stringify(refusalOf(jsonOf(request)?.messageID, error, errorText)));
  return { status: 200, headers: { 'content-type': 'application/json', 'cache-control': 'no-store' }, body };
}

/** An error of a service, in the format that was asked for. */
export function errorOf(code: number, status: number, message = 'no'): HttpResponse {
  const body = Buffer.from(JSON.stringify({ errorCode: code, errorMessage: message }));
  return { status, headers: { 'content-type': 'application/json', 'cache-control': 'no-store' }, body };
}
