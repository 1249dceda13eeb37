import { findErrorCode } from '../../protocol';
import type { HttpRequest, HttpResponse } from '../../exchange';
import { errorOf, serviceAnswers, serviceOf, type Facts } from '../making';
import type { Violation } from '../violation';
import { payloadKey } from './lenient-spc';

const MEBIBYTE = 1024 * 1024;

/** The license service says what it said last where it cannot read the body. */
function fromMemory(facts: Facts, when: (request: HttpRequest) => boolean): Violation {
  return serviceAnswers(facts, 'license', () => {
    let last: HttpResponse | undefined;
    return (right, request) => {
      if (right.status === 200) last = right;
      return right.status !== 200 && last !== undefined && isAboutTheBody(right) && when(request) ? last : right;
    };
  });
}

function isAboutTheBody({ body }: HttpResponse): boolean {
  return findErrorCode(body.toString('utf8')) === -4001;
}

/** After some request the next one gets an error, whatever it is. */
function stumbles(facts: Facts, over: (right: HttpResponse, request: HttpRequest) => boolean): Violation {
  return {
    ...facts,
    party: 'expressplay',
    expressplay: (handler, applied) => {
      let isDown = false;
      return async (request) => {
        const right = await handler(request);
        if (serviceOf(request) !== 'license') return right;
        const wasDown = isDown;
        isDown = over(right, request);
        if (!wasDown || right.status !== 200) return right;
        applied();
        return errorOf(-4001, 500);
      };
    },
  };
}

export const BODIES: readonly Violation[] = [
  fromMemory(
    {
      id: 'license-for-an-empty-body',
      sentence: 'ExpressPlay answers a license request without a body with the license that it gave last.',
      breaks: ['EP-LIC-10.refused'],
      consequences: [],
    },
    ({ method, body }) => method === 'POST' && body.length === 0,
  ),
  fromMemory(
    {
      id: 'license-for-json',
      sentence: 'ExpressPlay answers a license request in JSON with the license that it gave last.',
      breaks: ['EP-LIC-10.refused'],
      consequences: [],
    },
    ({ body }) => body.toString('latin1', 0, 1) === '{',
  ),
  fromMemory(
    {
      id: 'license-for-noise',
      sentence: 'ExpressPlay answers a body that is too large for it with the license that it gave last.',
      breaks: ['EP-LIC-10.refused'],
      consequences: [],
    },
    ({ body }) => body.length >= MEBIBYTE,
  ),
  fromMemory(
    {
      id: 'license-for-a-cut-payload',
      sentence: 'ExpressPlay answers an SPC that ends within its payload with the license that it gave last.',
      breaks: ['EP-LIC-10.refused'],
      consequences: [],
    },
    ({ body }) => body.length > 176 && body.length - 176 < body.readUInt32BE(172) && body.length < 200,
  ),
  fromMemory(
    {
      id: 'license-for-a-garbled-key',
      sentence: 'ExpressPlay answers an SPC whose payload key it cannot unwrap with the license that it gave last.',
      breaks: ['EP-LIC-10.refused', 'EP-LIC-E4001.refused', 'EP-LIC-22'],
      consequences: [],
    },
    ({ body }) => body.length > 200 && body.readUInt32BE(0) === 1 && payloadKey(body) === undefined,
  ),
  stumbles(
    {
      id: 'down-after-noise',
      sentence: 'ExpressPlay cannot answer the license request after a very large one.',
      breaks: ['EP-LIC-10.stays'],
      consequences: [],
    },
    (_right, { body }) => body.length >= MEBIBYTE,
  ),
  stumbles(
    {
      id: 'down-after-an-unanswerable-request',
      sentence: 'ExpressPlay cannot answer the license request after one whose return request it could not meet.',
      breaks: ['EP-LIC-10.stays'],
      consequences: [],
    },
    ({ body }) => findErrorCode(body.toString('utf8')) === -6004,
  ),
  {
    id: 'license-by-get',
    party: 'expressplay',
    sentence: 'ExpressPlay answers a GET on a token URL with a license for the SPC that it read last.',
    breaks: ['EP-LIC-11'],
    consequences: [],
    expressplay: (handler, applied) => {
      let last: HttpRequest | undefined;
      return async (request) => {
        if (serviceOf(request) !== 'license') return handler(request);
        if (request.method === 'GET' && last !== undefined) {
          applied();
          return handler({ ...last, url: request.url });
        }
        const answer = await handler(request);
        if (answer.status === 200) last = request;
        return answer;
      };
    },
  },
];
