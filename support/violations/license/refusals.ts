import type { HttpRequest, HttpResponse } from '../../exchange';
import { findErrorCode, tokenOf } from '../../protocol';
import { errorOf, serviceAnswers, type Facts } from '../making';
import type { Violation } from '../violation';

/** Every check on the code of a refused license request. */
const CODES = ['EP-LIC-09.code', 'EP-LIC-E4001.code', 'EP-LIC-E4010.code', 'EP-LIC-E6002.code', 'EP-LIC-E6004.code'];

/** @param change undefined: nothing goes wrong */
function refuses(
  facts: Facts,
  change: (code: number, request: HttpRequest, right: HttpResponse) => HttpResponse | undefined,
): Violation {
  return serviceAnswers(facts, 'license', () => (right, request) => {
    const code = right.status === 200 ? undefined : findErrorCode(right.body.toString('utf8'));
    return code === undefined ? right : (change(code, request, right) ?? right);
  });
}

export const REFUSALS_OF_LICENSES: readonly Violation[] = [
  refuses(
    {
      id: 'license-refused-on-a-page',
      sentence: 'ExpressPlay refuses licenses with a page for people, which holds no code.',
      breaks: CODES,
      consequences: [],
    },
    (_code, _request, { status }) => ({
      status,
      headers: { 'content-type': 'text/html' },
      body: Buffer.from('<!DOCTYPE html><title>Error</title><h1>Access denied</h1>'),
    }),
  ),
  refuses(
    {
      id: 'license-refused-with-a-positive-code',
      sentence: 'ExpressPlay writes the codes of refused licenses without their sign.',
      breaks: CODES,
      consequences: [],
    },
    (code, _request, { status }) => errorOf(-code, status),
  ),
  refuses(
    {
      id: 'forged-token-is-no-device',
      sentence: 'ExpressPlay blames the device where the token is forged.',
      breaks: ['EP-LIC-09.code', 'EP-LIC-E4010.code'],
      consequences: [],
    },
    (code, { url }, { status, body }) =>
      code === -4010 && (tokenOf(url) ?? '') !== '' && !body.includes('Expired') ? errorOf(-4001, status) : undefined,
  ),
  refuses(
    {
      id: 'missing-token-is-a-missing-value',
      sentence: 'ExpressPlay calls a license request without a token one that has a parameter without a value.',
      breaks: ['EP-LIC-09.code', 'EP-LIC-E4010.code'],
      consequences: [],
    },
    (code, { url, method }) => (code === -4010 && method === 'POST' && (tokenOf(url) ?? '') === '' ? errorOf(-2035, 400) : undefined),
  ),
  refuses(
    {
      id: 'expired-token-is-a-wrong-time',
      sentence: 'ExpressPlay says that the expiration time of an expired token is invalid.',
      breaks: ['EP-LIC-E4010.code'],
      consequences: [],
    },
    (code, _request, { status, body }) =>
      code === -4010 && body.includes('Expired') ? errorOf(-2002, status) : undefined,
  ),
  refuses(
    {
      id: 'other-drm-is-no-device',
      sentence: 'ExpressPlay blames the device where the token is for another DRM.',
      breaks: ['EP-LIC-E6002.code'],
      consequences: [],
    },
    (code, _request, { status }) => (code === -6002 ? errorOf(-4001, status) : undefined),
  ),
  refuses(
    {
      id: 'unanswerable-spc-is-no-device',
      sentence: 'ExpressPlay blames the device where it cannot make the license.',
      breaks: ['EP-LIC-E6004.code'],
      consequences: [],
    },
    (code, _request, { status }) => (code === -6004 ? errorOf(-4001, status) : undefined),
  ),
  refuses(
    {
      id: 'unauthentic-spc-is-no-license',
      sentence: 'ExpressPlay says that it could not make the license where it could not read the SPC.',
      breaks: ['EP-LIC-E4001.code'],
      consequences: [],
    },
    (code, { body }, { status }) =>
      code === -4001 && body.length > 176 && body.length < 4096 && body.readUInt32BE(0) === 1
        ? errorOf(-6004, status)
        : undefined,
  ),
];
