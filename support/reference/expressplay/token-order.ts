import { DEVICE_ID_NAMES, parseExpirationTime } from '../../protocol';
import type { Account, ExpressPlayOptions } from './expressplay-options';
import type { ExpressPlayRules } from './expressplay-rules';
import { readContentKey } from './key-data';
import type { RequestParameters } from './request-parameters';
import { serviceError, type ServiceError } from './service-error';

/** A token request that passed every rule: what the token will say. */
export interface TokenOrder {
  readonly contentKey: string;
  readonly iv: string;
  readonly expiresAtMs: number;
  readonly rentalDuration?: number;
  readonly cookie?: string;
  readonly deviceId?: string;
}

const MAX_U32 = 0xffff_ffff;

/** Documented parameters that must have a value where they are sent (-2035); fpExtension has rules of its own. */
const NEED_VALUE = [
  'contentKey',
  'kid',
  'kek',
  'ek',
  'iv',
  'rentalDuration',
  'generalFlags',
  'expirationTime',
  'cookie',
];

/** Milliseconds since the epoch. */
export interface OrderTimes {
  readonly nowMs: number;
  /** By which instants in the request are past or too far ahead. */
  readonly instantsMs: number;
}

/** Judges the parameters of a token request in a fixed order; the first fault is the answer (protocol: sections 6 and 7). */
export function readTokenOrder(
  parameters: RequestParameters,
  account: Account,
  times: OrderTimes,
  rules: ExpressPlayRules,
  deviceBinding: ExpressPlayOptions['deviceBinding'],
): TokenOrder | ServiceError {
  const restrictions = (deviceBinding?.names ?? DEVICE_ID_NAMES).filter((name) => parameters.has(name));
  if ([...NEED_VALUE, ...restrictions].some((name) => parameters.get(name) === '')) {
    return serviceError(-2035, 'A parameter has no value.');
  }
  const contentKey = readContentKey(parameters, account);
  if (typeof contentKey !== 'string') return contentKey;
  const iv = parameters.get('iv');
  if (iv === undefined || !/^[0-9a-f]{32}$/i.test(iv))
    return serviceError(-6003, 'The initialization vector is invalid.');
  const fault =
    flagsFault(parameters) ?? extensionFault(parameters) ?? cookieFault(parameters, rules) ?? rentalFault(parameters);
  if (fault !== undefined) return fault;
  if (restrictions.length > 0 && deviceBinding?.supported === false) {
    return serviceError(-6008, 'Device id binding is not supported for FairPlay.');
  }
  if (restrictions.reduce((count, name) => count + parameters.all(name).length, 0) > 1) {
    return serviceError(-6008, 'Binding to more than one device id is not supported.');
  }
  const expiresAtMs = readExpiry(parameters.get('expirationTime'), times, rules.expiryLimit());
  if (typeof expiresAtMs !== 'number') return expiresAtMs;
  const rental = parameters.get('rentalDuration');
  const cookie = parameters.get('cookie');
  const deviceId = restrictions[0] === undefined ? undefined : parameters.get(restrictions[0]);
  return {
    contentKey,
    iv: iv.toLowerCase(),
    expiresAtMs,
    ...(rental === undefined ? {} : { rentalDuration: Number(rental) }),
    ...(cookie === undefined ? {} : { cookie }),
    ...(deviceId === undefined ? {} : { deviceId }),
  };
}

/** Later than now and at most `limitSeconds` ahead; absent: the limit itself. */
function readExpiry(text: string | undefined, times: OrderTimes, limitSeconds: number): number | ServiceError {
  const { nowMs, instantsMs } = times;
  if (text === undefined) return nowMs + limitSeconds * 1000;
  const parsed = parseExpirationTime(text);
  const relative = parsed?.kind === 'relative';
  const atMs = relative ? nowMs + parsed.seconds * 1000 : parsed?.atMs;
  const fromMs = relative ? nowMs : instantsMs;
  if (atMs !== undefined && atMs > fromMs && atMs <= fromMs + limitSeconds * 1000) return atMs;
  return serviceError(-2002, 'The token expiration time is invalid.');
}

function flagsFault(parameters: RequestParameters): ServiceError | undefined {
  const flags = parameters.get('generalFlags');
  if (flags === undefined || flags === '0000' || flags === '00000000') return undefined;
  return serviceError(-5003, 'The general flags are invalid.');
}

function cookieFault(parameters: RequestParameters, rules: ExpressPlayRules): ServiceError | undefined {
  if (rules.cookieFits(parameters.get('cookie') ?? '')) return undefined;
  return serviceError(-2033, 'The cookie is invalid.');
}

function rentalFault(parameters: RequestParameters): ServiceError | undefined {
  const rental = parameters.get('rentalDuration') ?? '0';
  if (/^\d+$/.test(rental) && Number(rental) <= MAX_U32) return undefined;
  return serviceError(-6007, 'The rental duration is invalid.');
}

/** `<4-char type>,<base64 payload>`, repeatable. */
function extensionFault(parameters: RequestParameters): ServiceError | undefined {
  for (const extension of parameters.all('fpExtension')) {
    const [type = '', payload = '', ...rest] = extension.split(',');
    if (rest.length > 0 || (type === '' && payload !== '')) return serviceError(-6001, 'The extension is invalid.');
    if (payload === '') return serviceError(-2035, 'A parameter has no value.');
    if (Array.from(type).length !== 4) return serviceError(-2036, 'The extension type must have 4 characters.');
    if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(payload)) {
      return serviceError(-2037, 'The extension payload must be base64.');
    }
  }
  return undefined;
}
