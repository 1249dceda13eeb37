import type { Call, HttpRequest, HttpResponse } from '../../exchange';
import { parseParameters, queryOf } from '../../protocol';
import { parametersOf, serviceOf, withHeaders, withParameters, type Parameters } from '../making';
import type { Variation } from '../variation';
import { asking } from './differently';

/** Keeps a record answer that named a device: caching is SEES' own business. */
function keeping(call: Call): Call {
  const kept = new Map<string, HttpResponse>();
  return async (request, options) => {
    const cookie = parseParameters(queryOf(request.url)).find(({ name }) => name === 'cookie')?.value;
    const isLookup = cookie !== undefined && serviceOf(request) === 'record';
    const before = isLookup ? kept.get(cookie) : undefined;
    if (before !== undefined) return before;
    const response = await call(request, options);
    if (isLookup && response.body.includes('device_id')) kept.set(cookie, response);
    return response;
  };
}

/** Tries once more where the first try failed. */
function again(call: Call): Call {
  return async (request, options) => {
    const first = await call(request, options).catch(() => undefined);
    return first === undefined || first.status >= 400 ? call(request, options) : first;
  };
}

const tokens = (change: (parameters: Parameters) => Parameters): ((call: Call) => Call) =>
  asking('token', (request) => withParameters(request, change(parametersOf(request))));
const spelled = (encode: (text: string) => string): ((request: HttpRequest) => HttpRequest) => {
  return (request) => withParameters(request, parametersOf(request), encode);
};
const upper = ([name, value]: Parameters[number]): Parameters[number] =>
  ['contentKey', 'iv', 'kek', 'ek'].includes(name) ? [name, value.toUpperCase()] : [name, value];

/** How SEES asks ExpressPlay. */
export const UPSTREAM_CALLS: readonly Variation[] = [
  {
    id: 'token-request-by-post',
    aspect: 'token-method',
    sentence: 'SEES asks for tokens by POST.',
    options: { tokenMethod: 'POST' },
  },
  {
    id: 'parameters-the-other-way-round',
    aspect: 'parameter-order',
    sentence: 'SEES writes the parameters of its requests to ExpressPlay in the opposite order.',
    call: (call) => (request, options) => call(withParameters(request, [...parametersOf(request)].reverse()), options),
  },
  {
    id: 'keys-in-capitals',
    aspect: 'token-case',
    sentence: 'SEES writes keys and IVs in capital hex digits.',
    call: tokens((parameters) => parameters.map(upper)),
  },
  {
    id: 'general-flags-sent',
    aspect: 'token-flags',
    sentence: 'SEES sends generalFlags=0000.',
    call: tokens((parameters) => [...parameters, ['generalFlags', '0000']]),
  },
  {
    id: 'more-encoded-than-needed',
    aspect: 'encoding',
    sentence: 'SEES percent-encodes every character that is not a letter or digit, in token requests.',
    call: asking(
      'token',
      spelled((text) =>
        Array.from(Buffer.from(text), (byte) => {
          const character = String.fromCharCode(byte);
          return /[A-Za-z0-9]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
        }).join(''),
      ),
    ),
  },
  {
    id: 'escapes-in-lower-case',
    aspect: 'encoding',
    sentence: 'SEES writes percent escapes in lower-case digits.',
    call: (call) => (request, options) =>
      call({ ...request, url: request.url.replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase()) }, options),
  },
  {
    id: 'headers-of-a-library',
    sentence: 'SEES sends the headers of its HTTP library to ExpressPlay.',
    call: (call) => (request, options) =>
      call(
        withHeaders(request, {
          'user-agent': 'Apache-HttpClient/4.5.14 (Java/17)',
          accept: '*/*',
          'accept-language': 'en',
        }),
        options,
      ),
  },
  { id: 'lookups-kept', aspect: 'calls', sentence: 'SEES keeps the device of a cookie.', call: keeping },
  { id: 'calls-tried-again', aspect: 'calls', sentence: 'SEES tries a failed call once more.', call: again },
  {
    id: 'device-id-spelled-otherwise',
    aspect: 'device-name',
    sentence: 'SEES writes device_id.',
    settings: { readings: { 'names.deviceId': ['device_id', 'deviceid'] } },
  },
  {
    id: 'device-id-in-camel-case',
    aspect: 'device-name',
    sentence: 'SEES writes deviceId.',
    settings: { readings: { 'names.deviceId': ['deviceId', 'deviceid'] } },
  },
  {
    id: 'first-device-counts',
    aspect: 'several-devices',
    sentence: 'SEES binds to the first of several devices.',
    settings: { readings: { multiDevice: 'first' } },
    where: 'record',
  },
  {
    id: 'several-devices-refused',
    aspect: 'several-devices',
    sentence: 'SEES refuses a cookie under which several devices registered.',
    settings: { readings: { multiDevice: 'deny' } },
    where: 'record',
  },
  {
    id: 'binding-not-offered',
    aspect: 'several-devices',
    sentence: 'ExpressPlay binds no FairPlay tokens to devices, and SEES refuses bound titles.',
    settings: { readings: { 'deviceBinding.supported': false } },
  },
];
