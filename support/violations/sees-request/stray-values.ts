import { AsyncLocalStorage } from 'node:async_hooks';
import { jsonOf, parametersOf, seesTrusts, withJson, withParameters, type Facts, type Parameters } from '../making';
import { REFUSALS } from '../../reference';
import type { Violation } from '../violation';

const instead =
  (name: string) =>
  (parameters: Parameters, text: string): Parameters => [
    ...parameters.filter(([known]) => known !== name),
    [name, text],
  ];

const SECRETS = ['SEES-REQ-28.secrets'];
/** No authenticator but SEES' own, by the rules for all calls. */
const FOREIGN = ['SEES-SEC-04'];
const KEYS = ['SEES-REQ-28.keys'];

/** Where SEES would have put a device of its own. */
const device = (parameters: Parameters, text: string): Parameters => instead('deviceid')(parameters, text);

const bound = (parameters: Parameters): boolean => parameters.some(([name]) => name === 'deviceid');

const taken = (
  id: string,
  sentence: string,
  breaks: readonly string[],
  consequences: readonly string[] = [],
): Facts => ({
  id,
  sentence,
  breaks,
  consequences,
});

/** Where the record names no device SEES asks for a token bound to the one that the client names. */
function deviceWithoutRecord(): Violation {
  const named = new AsyncLocalStorage<string>();
  return {
    ...taken(
      'device-of-client-without-record',
      'SEES binds to the device that its client names where no device is recorded.',
      SECRETS,
    ),
    party: 'sees',
    sees: (handler, applied) => async (request) => {
      const right = await handler(request);
      const asked = jsonOf(request);
      const text = asked?.deviceid;
      if (typeof text !== 'string' || jsonOf(right)?.error !== REFUSALS.noDevice.error) return right;
      applied();
      return named.run(text, () => handler(withJson(request, { ...asked, requestType: 2 })));
    },
    call: (call) => (request, options) => {
      const text = named.getStore();
      return text === undefined
        ? call(request, options)
        : call(withParameters(request, device(parametersOf(request), text)), options);
    },
  };
}

/** What a client says beside its request. */
export const STRAY_VALUES: readonly Violation[] = [
  seesTrusts(
    taken(
      'authenticator-of-client',
      'SEES asks for a token with the customerAuthenticator that its client sends.',
      SECRETS,
      ['EP-TOK-03', ...FOREIGN],
    ),
    'customerAuthenticator',
    'token',
    instead('customerAuthenticator'),
  ),
  seesTrusts(
    taken(
      'authenticator-of-client-for-records',
      'SEES asks for records with the customerAuthenticator that its client sends.',
      SECRETS,
      ['EP-REC-02', ...FOREIGN],
    ),
    'customerAuthenticator',
    'record',
    instead('customerAuthenticator'),
  ),
  seesTrusts(
    taken('device-of-client-for-a-time', 'SEES binds a time-based token to the device that its client names.', SECRETS),
    'deviceid',
    'token',
    (parameters, text) =>
      bound(parameters) || parameters.some(([name]) => name === 'cookie') ? parameters : device(parameters, text),
  ),
  seesTrusts(
    taken(
      'device-of-client-at-registration',
      'SEES binds a registration to the deviceId that its client names.',
      SECRETS,
    ),
    'deviceId',
    'token',
    (parameters, text) =>
      !bound(parameters) && parameters.some(([name]) => name === 'cookie') ? device(parameters, text) : parameters,
  ),
  seesTrusts(
    taken(
      'device-of-client-over-record',
      'SEES binds to the device that its client names in place of the recorded one.',
      SECRETS,
    ),
    'deviceid',
    'token',
    (parameters, text) => (bound(parameters) ? device(parameters, text) : parameters),
  ),
  seesTrusts(
    taken('device-of-client-by-its-other-name', 'SEES binds to the device_id that its client names.', SECRETS),
    'device_id',
    'token',
    device,
  ),
  deviceWithoutRecord(),
  seesTrusts(
    taken('records-of-the-device-of-the-client', 'SEES asks for records of the device that its client names.', SECRETS),
    'deviceid',
    'record',
    (parameters, text) => [...parameters, ['device_id', text]],
  ),
  seesTrusts(
    taken('content-key-of-client', 'SEES asks for a token with the contentKey that its client sends.', KEYS),
    'contentKey',
    'token',
    instead('contentKey'),
  ),
  seesTrusts(
    taken('iv-of-client', 'SEES asks for a token with the iv that its client sends.', KEYS),
    'iv',
    'token',
    instead('iv'),
  ),
  seesTrusts(
    taken('kid-of-client', 'SEES asks for a token with the kid that its client sends.', KEYS),
    'kid',
    'token',
    instead('kid'),
  ),
  seesTrusts(
    // A parameter that is there twice breaks a rule of its own.
    taken('iv-of-client-beside-own', 'SEES asks for a token with its own iv and that of its client.', KEYS, [
      'EP-TOK-22',
    ]),
    'iv',
    'token',
    (parameters, text) => [...parameters, ['iv', text]],
  ),
];
