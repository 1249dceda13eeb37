import { unwrapContentKey } from '../../protocol';
import type { Account } from './expressplay-options';
import type { RequestParameters } from './request-parameters';
import { serviceError, type ServiceError } from './service-error';

const KEY_DIGITS = 32;
const MAX_NAME_CHARACTERS = 64;
const HEX = /^[0-9a-f]*$/i;

/** The content key of a token request as lower-case hex: given as it is, wrapped, or by the name of a stored one (FP-TOK, license group). */
export function readContentKey(parameters: RequestParameters, account: Account): string | ServiceError {
  const kid = parameters.get('kid');
  if (kid !== undefined) {
    const fault = kidFault(kid);
    if (fault !== undefined) return fault;
  }
  return parameters.has('kek') ? readWrappedKey(parameters, account) : readPlainKey(parameters, account);
}

function readPlainKey(parameters: RequestParameters, account: Account): string | ServiceError {
  const contentKey = parameters.get('contentKey');
  if (contentKey === undefined || parameters.has('ek')) {
    return serviceError(-6005, 'The key data is invalid: contentKey, or kek with kid or ek, is needed.');
  }
  if (contentKey.length !== KEY_DIGITS) return serviceError(-2027, 'The content key must have 32 hexadecimal digits.');
  if (!HEX.test(contentKey)) return serviceError(-2005, 'The content encryption key is invalid.');
  const stored = storedKey(account, parameters.get('kid'));
  const known = stored?.kek === undefined ? undefined : unwrapContentKey(hex(stored.kek), hex(stored.ek));
  if (known !== undefined && !known.equals(hex(contentKey))) {
    return serviceError(-6005, 'The key data is invalid: contentKey is not the key stored under kid.');
  }
  return contentKey.toLowerCase();
}

function readWrappedKey(parameters: RequestParameters, account: Account): string | ServiceError {
  const kek = parameters.get('kek') ?? '';
  const kid = parameters.get('kid');
  let ek = parameters.get('ek');
  if ((kid !== undefined && ek !== undefined) || parameters.has('contentKey')) {
    return serviceError(-6005, 'The key data is invalid: kek goes with exactly one of kid and ek.');
  }
  if (kid === undefined && ek === undefined) return serviceError(-4018, 'The kid is missing.');
  if (ek === undefined) {
    ek = storedKey(account, kid)?.ek;
    if (ek === undefined) return serviceError(-4019, 'The key store lookup failed.');
  }
  if (!HEX.test(kek) || !HEX.test(ek) || ek.length % 2 !== 0 || kek.length !== KEY_DIGITS) return wrappedKeyFault();
  const contentKey = unwrapContentKey(hex(kek), hex(ek));
  return contentKey?.length === KEY_DIGITS / 2 ? contentKey.toString('hex') : wrappedKeyFault();
}

function kidFault(kid: string): ServiceError | undefined {
  if (kid.startsWith('^')) {
    const characters = Array.from(kid).length - 1;
    if (characters >= 1 && characters <= MAX_NAME_CHARACTERS) return undefined;
    return serviceError(-4021, 'The kid after the caret must have 1 to 64 characters.');
  }
  if (kid.length !== KEY_DIGITS) return serviceError(-4020, 'The kid must have 32 hexadecimal digits.');
  return HEX.test(kid) ? undefined : serviceError(-4022, 'The kid is invalid.');
}

function storedKey(account: Account, kid: string | undefined): { ek: string; kek?: string } | undefined {
  if (kid === undefined || account.keyStore === undefined) return undefined;
  const name = kid.startsWith('^') ? kid : kid.toLowerCase();
  return Object.hasOwn(account.keyStore, name) ? account.keyStore[name] : undefined;
}

const wrappedKeyFault = (): ServiceError =>
  serviceError(-4024, 'The wrapped key or the key encryption key is invalid.');
const hex = (digits: string): Buffer => Buffer.from(digits, 'hex');
