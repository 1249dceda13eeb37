import {
  Journal,
  Redactor,
  TransportError,
  VirtualClock,
  type EntitlementStimulus,
  type Exchange,
  type HttpResponse,
  type LicenseStimulus,
  type OpenedLicense,
  type TransportFailure,
} from '../../../exchange';
import { DEFAULT_READINGS, type Content, type Readings } from '../../../protocol';
import type { Known } from '../../check';

export const START_MS = Date.parse('2026-01-01T00:00:00Z');
export const AUTHENTICATOR = '4711,0f1e2d3c4b5a69788796a5b4c3d2e1f0';
export const DEVICE_A = 'a1b2c3d4e5f60718293a4b5c6d7e8f9001122334';
export const DEVICE_B = 'b1b2c3d4e5f60718293a4b5c6d7e8f9001122334';

export const DUMMY: Content = {
  contentID: 'dummy',
  contentKey: '00112233445566778899aabbccddeeff',
  iv: '0f0e0d0c0b0a09080706050403020100',
  expirationTime: '+600',
};
export const MOVIE: Content = {
  contentID: 'movie',
  contentKey: 'c0c1c2c3c4c5c6c7c8c9cacbcccdcecf',
  iv: 'd0d1d2d3d4d5d6d7d8d9dadbdcdddedf',
  kid: 'e0e1e2e3e4e5e6e7e8e9eaebecedeeef',
  kek: 'f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff',
  ek: '404142434445464748494a4b4c4d4e4f5051525354555657',
  rentalDuration: 3600,
  expirationTime: '+600',
};

export const TOKEN_URL = 'https://fp.example.com/hms/fp/rights/?ExpressPlayToken=AQAAAAtoken-of-this-flow_0001';
const TOKEN_SERVICE = 'https://fp-gen.example.com/hms/fp/token';
const RECORD_SERVICE = 'https://api.example.com/cmiapi/getrecord/';

export function knownWith(
  changes: Partial<Omit<Known, 'readings'>> & { readonly readings?: Partial<Readings> } = {},
): Known {
  return {
    contents: new Map([DUMMY, MOVIE].map((content) => [content.contentID, content])),
    customerAuthenticator: AUTHENTICATOR,
    backend: true,
    record: { root: '', deviceId: 'device_id', cookie: 'cookie', errorCode: 'error_code' },
    tls: { mode: 'mutual', wrongCertificates: ['untrusted', 'expired'] },
    ...changes,
    readings: { ...DEFAULT_READINGS, ...changes.readings },
  };
}

export type Fields = Readonly<Record<string, string | readonly string[] | undefined>>;

/** `name=value` pairs as a client would escape them; undefined leaves a name out, an array repeats it. */
export function query(fields: Fields): string {
  return Object.entries(fields)
    .flatMap(([name, value]) => (value === undefined ? [] : [value].flat().map((one) => [name, one] as const)))
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
}

/** The token request of a conformant SEES for a title. */
export function tokenFields(content: Content, changes: Fields = {}): Fields {
  return {
    customerAuthenticator: AUTHENTICATOR,
    errorFormat: 'json',
    contentKey: content.contentKey,
    iv: content.iv,
    rentalDuration: content.rentalDuration === undefined ? undefined : String(content.rentalDuration),
    expirationTime: '+600',
    ...changes,
  };
}

export interface Wire {
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text and bytes go out as they are, anything else as JSON. */
  readonly body?: unknown;
}

/** A journal told call by call. */
export class Story {
  readonly clock = new VirtualClock(START_MS);
  readonly journal = new Journal('a scenario', this.clock, new Redactor());

  /** The client asks; the answer is told later. */
  ask(stimulus: Partial<EntitlementStimulus> = {}): Exchange {
    const meant: EntitlementStimulus = {
      kind: 'entitlement',
      flow: 'device A',
      device: 'device A',
      messageID: 'm-1',
      version: 1,
      requestType: 1,
      contentID: 'movie',
      valid: true,
      ...stimulus,
    };
    const { messageID, version, requestType, contentID, cookie: customerCookie } = meant;
    return this.journal.begin({
      operation: 'entitlement',
      from: 'client',
      to: 'sees',
      stimulus: meant,
      request: {
        method: 'POST',
        url: 'https://sees.example.com/sees',
        headers: { 'content-type': 'application/json' },
        body: Buffer.from(JSON.stringify({ messageID, version, requestType, contentID, customerCookie })),
      },
    });
  }

  /** SEES grants, and says what `changes` say. */
  grant(exchange: Exchange, changes: Readonly<Record<string, unknown>> = {}, answer: Answer = {}): void {
    const fields = { messageID: 'm-1', version: 1, isAllowed: true, epTokenURL: TOKEN_URL, ...changes };
    this.reply(exchange, { body: fields, ...answer });
  }

  refuse(exchange: Exchange, changes: Readonly<Record<string, unknown>> = {}, answer: Answer = {}): void {
    const fields = {
      messageID: 'm-1',
      version: 1,
      isAllowed: false,
      error: 7,
      errorText: 'no entitlement',
      ...changes,
    };
    this.reply(exchange, { body: fields, ...answer });
  }

  reply(exchange: Exchange, { status = 200, headers, body = '' }: Answer): void {
    exchange.answer(response(status, headers ?? { 'content-type': 'application/json' }, body));
  }

  fail(exchange: Exchange, failure: TransportFailure = 'reset'): void {
    exchange.fail(new TransportError(failure, undefined, `no complete answer: ${failure}`));
  }

  /** SEES asks the token service. */
  beginToken(fields: Fields | string, wire: Wire = {}): Exchange {
    return this.#call('token', typeof fields === 'string' ? fields : query(fields), { url: TOKEN_SERVICE, ...wire });
  }

  token(fields: Fields | string, wire: Wire = {}, answer: Answer = {}): Exchange {
    const exchange = this.beginToken(fields, wire);
    this.reply(exchange, { headers: { 'content-type': 'text/uri-list' }, body: `${TOKEN_URL}\r\n`, ...answer });
    return exchange;
  }

  /** SEES asks the record service. */
  beginRecord(fields: Fields, wire: Wire = {}): Exchange {
    return this.#call('record', query({ customerAuthenticator: AUTHENTICATOR, ...fields }), {
      url: RECORD_SERVICE,
      ...wire,
    });
  }

  record(fields: Fields, events: unknown, wire: Wire = {}, answer: Answer = {}): Exchange {
    const exchange = this.beginRecord(fields, wire);
    this.reply(exchange, { body: events, ...answer });
    return exchange;
  }

  /** A call of SEES that no document describes. */
  unknown(url: string, fields: Fields): Exchange {
    const exchange = this.#call('unknown', query(fields), { url });
    this.reply(exchange, { status: 404 });
    return exchange;
  }

  license(opened: OpenedLicense | undefined, stimulus: Partial<LicenseStimulus> = {}, answer: Answer = {}): Exchange {
    const exchange = this.beginLicense(stimulus);
    this.reply(exchange, { headers: {}, body: Buffer.from('CKC'), ...answer });
    if (opened !== undefined) exchange.open(opened);
    return exchange;
  }

  beginLicense(stimulus: Partial<LicenseStimulus> = {}): Exchange {
    const meant: LicenseStimulus = {
      kind: 'license',
      flow: 'device A',
      device: 'device A',
      grant: 1,
      contentID: 'movie',
      requestType: 1,
      deviation: 'none',
      synthetic: true,
      ...stimulus,
    };
    const headers = { 'content-type': 'application/octet-stream' };
    const request = { method: 'POST', url: TOKEN_URL, headers, body: Buffer.from('SPC') };
    return this.journal.begin({ operation: 'license', from: 'client', to: 'expressplay', stimulus: meant, request });
  }

  #call(operation: 'token' | 'record' | 'unknown', fields: string, wire: Wire): Exchange {
    const { method = 'GET', url = '', headers = {}, body } = wire;
    const inForm = method === 'POST' && body === undefined;
    return this.journal.begin({
      operation,
      from: 'sees',
      to: 'expressplay',
      request: {
        method,
        url: inForm || fields === '' ? url : `${url}?${fields}`,
        headers: inForm ? { 'content-type': 'application/x-www-form-urlencoded', ...headers } : headers,
        body: Buffer.from(inForm ? fields : (body ?? '')),
      },
    });
  }
}

function response(status: number, headers: Readonly<Record<string, string>>, body: unknown): HttpResponse {
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
  return { status, headers, body: isRaw ? Buffer.from(body as string) : Buffer.from(JSON.stringify(body)) };
}
