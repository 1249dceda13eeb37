/** What a FairPlay token request asks for, and every reason to turn it down. */
import { createDecipheriv } from 'node:crypto';

/** What a token stands for. */
export interface TokenOrder {
  readonly account: string;
  readonly key: Buffer;
  readonly iv: Buffer;
  readonly rentalSeconds: number;
  /** ms since 1970. */
  readonly endsAt: number;
  readonly cookie: string | undefined;
  readonly device: string | undefined;
}

export interface StoredKey {
  readonly kid: string;
  readonly ek: string;
  /** What is wrapped in it; known from the day it was stored. */
  readonly key: string;
}

export interface Books {
  readonly accounts: readonly string[];
  readonly storedKeys: readonly StoredKey[];
}

/** A fault of ExpressPlay, with its documented number. */
export class Fault extends Error {
  constructor(
    readonly number: number,
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

const THIRTY_DAYS = 2_592_000;

const HEX_16_BYTES = /^[0-9a-f]{32}$/i;
const DEVICE_NAMES = ['device_id', 'deviceId', 'deviceid'];
const MUST_NOT_BE_EMPTY = ['contentKey', 'kek', 'ek', 'kid', 'rentalDuration', 'generalFlags', 'expirationTime'];

/** Whose API key this is. */
export function accountOf(asked: URLSearchParams, accounts: readonly string[]): string {
  const given = asked.get('customerAuthenticator') ?? '';
  if (given === '') throw new Fault(-2017, 401, 'who are you?');
  if (!accounts.includes(given)) throw new Fault(-2018, 401, 'we do not know you');
  return given;
}

export function readOrder(asked: URLSearchParams, books: Books, now: number): TokenOrder {
  const account = accountOf(asked, books.accounts);
  const empty = MUST_NOT_BE_EMPTY.find((name) => asked.get(name) === '');
  if (empty) throw new Fault(-2035, 400, `${empty} came without a value`);
  for (const extension of asked.getAll('fpExtension')) checkExtension(extension);
  if (!/^(?:0000|00000000)?$/.test(asked.get('generalFlags') ?? '')) throw bad(-5003, 'general flags');
  const cookie = asked.get('cookie') ?? undefined;
  if (cookie && Array.from(cookie).length > 32) throw bad(-2033, 'cookie');
  const rental = asked.get('rentalDuration') ?? '0';
  if (!/^\d{1,9}$/.test(rental)) throw bad(-6007, 'rental duration');
  const iv = asked.get('iv') ?? '';
  if (!HEX_16_BYTES.test(iv)) throw bad(-6003, 'iv');
  return {
    account,
    key: contentKey(asked, books.storedKeys),
    iv: Buffer.from(iv, 'hex'),
    rentalSeconds: Number(rental),
    endsAt: endOf(asked.get('expirationTime') ?? undefined, now),
    cookie,
    device: DEVICE_NAMES.map((name) => asked.get(name)).find((value) => value !== null && value !== '') ?? undefined,
  };
}

function contentKey(asked: URLSearchParams, stored: readonly StoredKey[]): Buffer {
  const [plain, kek, kid, ek] = ['contentKey', 'kek', 'kid', 'ek'].map((name) => asked.get(name) ?? undefined);
  if (kid !== undefined) checkKid(kid);
  if (kek === undefined) {
    const known = stored.find((each) => each.kid === kid)?.key;
    if (known !== undefined && known !== plain?.toLowerCase()) throw bad(-6005, 'another key is stored under this kid');
    return plainKey(plain);
  }
  if (kid !== undefined && ek !== undefined) throw bad(-6005, 'kek wants one of kid and ek, not both');
  if (kid === undefined && ek === undefined) throw bad(-4018, 'kek wants a kid');
  if (!HEX_16_BYTES.test(kek)) throw bad(-4024, 'kek');
  const wrapped = ek ?? stored.find((each) => each.kid.toLowerCase() === kid?.toLowerCase())?.ek;
  if (wrapped === undefined) throw bad(-4019, 'no such stored key');
  if (!/^[0-9a-f]{48}$/i.test(wrapped)) throw bad(-4024, 'wrapped key');
  return unwrap(Buffer.from(kek, 'hex'), Buffer.from(wrapped, 'hex'));
}

function plainKey(text: string | undefined): Buffer {
  if (text === undefined) throw bad(-2005, 'no content key');
  if (text.length !== 32) throw bad(-2027, 'content key has to have 32 digits');
  if (!HEX_16_BYTES.test(text)) throw bad(-2005, 'content key');
  return Buffer.from(text, 'hex');
}

function checkKid(kid: string): void {
  const letters = Array.from(kid).length;
  if (kid.startsWith('^')) {
    if (letters < 2 || letters > 65) throw bad(-4021, 'kid: 64 characters after the caret');
  } else if (letters !== 32) {
    throw bad(-4020, 'kid: 32 hex digits');
  } else if (!HEX_16_BYTES.test(kid)) {
    throw bad(-4022, 'kid');
  }
}

/** RFC 3394. */
function unwrap(kek: Buffer, wrapped: Buffer): Buffer {
  try {
    const decipher = createDecipheriv('id-aes128-wrap', kek, Buffer.alloc(8, 0xa6));
    return Buffer.concat([decipher.update(wrapped), decipher.final()]);
  } catch {
    throw bad(-4024, 'kek does not open the wrapped key');
  }
}

function checkExtension(text: string): void {
  const [type = '', payload = '', ...more] = text.split(',');
  if (more.length > 0) throw bad(-6001, 'fpExtension has too many commas');
  if (type === '') throw bad(-6001, 'fpExtension without a type');
  if (payload === '') throw new Fault(-2035, 400, 'fpExtension without a payload');
  if (type.length !== 4) throw bad(-2036, 'fpExtension type has to have 4 characters');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(payload) || payload.length % 4 !== 0) throw bad(-2037, 'fpExtension payload');
}

function endOf(text: string | undefined, now: number): number {
  const latest = now + THIRTY_DAYS * 1000;
  if (text === undefined) return latest;
  const relative = /^\+(\d{1,12})$/.exec(text)?.[1];
  const absolute = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(text) ? Date.parse(text) : Number.NaN;
  const end = relative === undefined ? absolute : now + Number(relative) * 1000;
  if (!(end > now) || end > latest) throw bad(-2002, 'expiration time');
  return end;
}

function bad(number: number, what: string): Fault {
  return new Fault(number, 400, `cannot use this: ${what}`);
}
