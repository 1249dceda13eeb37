import { seesAsksWith, without, type Parameters } from '../making';
import type { Violation } from '../violation';

const has = (parameters: Parameters, wanted: string): boolean => parameters.some(([name]) => name === wanted);

function withValue(parameters: Parameters, wanted: readonly string[], change: (value: string) => string): Parameters {
  const changed = parameters.map(([name, value]) => [name, wanted.includes(name) ? change(value) : value] as const);
  return changed.every(([, value], index) => value === parameters[index]?.[1]) ? parameters : changed;
}

export const TOKEN_REQUESTS: readonly Violation[] = [
  seesAsksWith(
    {
      id: 'key-without-leading-zeros',
      sentence: 'SEES keeps content keys as numbers, so that leading zeros are lost.',
      breaks: ['EP-TOK-05'],
      // Such a key is nobody's, and brings no token.
      consequences: ['EP-TOK-07', 'SEES-SEC-05.all', 'SEQ-53.all'],
    },
    'token',
    (parameters) => withValue(parameters, ['contentKey'], (key) => key.replace(/^0+/, '')),
  ),
  seesAsksWith(
    {
      id: 'expiration-with-numeric-offset',
      sentence: 'SEES writes an absolute expirationTime with +00:00 in place of Z.',
      breaks: ['EP-TOK-11'],
      consequences: [],
    },
    'token',
    (parameters) => withValue(parameters, ['expirationTime'], (time) => time.replace(/Z$/, '+00:00')),
  ),
  seesAsksWith(
    {
      id: 'device-id-without-dashes',
      sentence: 'SEES takes the dashes out of a device id.',
      breaks: ['EP-TOK-18.bytes'],
      consequences: ['EP-TOK-18.value'],
    },
    'token',
    (parameters) => withValue(parameters, ['deviceid'], (deviceId) => deviceId.replaceAll('-', '')),
  ),
  seesAsksWith(
    {
      id: 'bound-without-rental',
      sentence: 'SEES leaves rentalDuration out of the token request for a device-bound entitlement.',
      breaks: ['EP-TOK-28'],
      consequences: [],
    },
    'token',
    (parameters) =>
      has(parameters, 'deviceid') && has(parameters, 'rentalDuration')
        ? without(parameters, 'rentalDuration')
        : parameters,
  ),
  seesAsksWith(
    {
      id: 'empty-device-on-registration',
      sentence: 'SEES sends an empty deviceid with a registration.',
      breaks: ['EP-TOK-20.registration'],
      // A parameter without a value brings no token, so nobody registers.
      consequences: ['SEES-SEC-05.all', 'SEQ-53.all'],
    },
    'token',
    (parameters) =>
      has(parameters, 'cookie') && !has(parameters, 'deviceid') ? [...parameters, ['deviceid', '']] : parameters,
  ),
];
