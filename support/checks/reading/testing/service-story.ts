import type {
  Exchange,
  HttpResponse,
  LicenseStimulus,
  OpenedLicense,
  RecordStimulus,
  TokenStimulus,
  TransportFailure,
} from '../../../exchange';
import { Journal, Redactor, TransportError, VirtualClock } from '../../../exchange';
import { MOVIE, query, START_MS, type Answer, type Fields } from './story';

type Told = Answer | TransportFailure;

/** A CKC that opens with the movie's key. */
export const OPENED: OpenedLicense = {
  kind: 'opened',
  contentKey: Buffer.from(MOVIE.contentKey, 'hex'),
  iv: Buffer.from(MOVIE.iv, 'hex'),
  form: 'raw',
};

/** A journal of what ExpressPlay answers to the harness itself, told call by call. */
export class ServiceStory {
  readonly journal = new Journal('a scenario', new VirtualClock(START_MS), new Redactor());
  #tokens = 0;

  /** A token request; the answer is a token URL unless told otherwise. */
  token(stimulus: Partial<TokenStimulus> = {}, answer?: Told, fields: Fields = {}): Exchange {
    this.#tokens += 1;
    const url = `https://fp.example.com/hms/fp/rights/?ExpressPlayToken=AQAAtoken-${this.#tokens}_x`;
    const given = { headers: { 'content-type': 'text/uri-list' }, body: `${url}\r\n` };
    const meant: TokenStimulus = { kind: 'token', flow: 'the harness', purpose: 'a request', valid: true, ...stimulus };
    const exchange = this.journal.begin({
      operation: 'token',
      from: 'client',
      to: 'expressplay',
      stimulus: meant,
      request: request('GET', `https://fp-gen.example.com/hms/fp/token?${query(fields)}`),
    });
    return this.#told(exchange, answer ?? given);
  }

  /** A token request with a fault, beside a twin; the answer is the right one for it unless told otherwise. */
  fault(twin: Exchange, stimulus: Partial<TokenStimulus>, answer?: Told): Exchange {
    const { format = 'json', codes = [] } = stimulus;
    const right =
      format === 'json'
        ? { status: 400, headers: { 'content-type': 'application/json' }, body: { errorCode: codes[0] ?? -2002 } }
        : { status: 400, headers: { 'content-type': 'text/html' }, body: '<h1>Error</h1>' };
    return this.token({ valid: false, twin: twin.number, format, ...stimulus }, answer ?? right);
  }

  /** A license request with a token of its own; the answer is a license unless told otherwise. */
  license(
    stimulus: Partial<LicenseStimulus> = {},
    answer: Told | 'license' = 'license',
    fields: Fields = {},
  ): Exchange {
    const grant = this.token({ flow: 'device A' }, undefined, fields).number;
    const meant: LicenseStimulus = {
      kind: 'license',
      flow: 'device A',
      device: 'device A',
      grant,
      contentID: 'movie',
      requestType: 1,
      deviation: 'none',
      synthetic: true,
      ...stimulus,
    };
    const exchange = this.journal.begin({
      operation: 'license',
      from: 'client',
      to: 'expressplay',
      stimulus: meant,
      request: request('POST', 'https://fp.example.com/hms/fp/rights/?ExpressPlayToken=x', 'SPC'),
    });
    if (answer !== 'license') return this.#told(exchange, answer);
    this.#told(exchange, { headers: {}, body: Buffer.from('CKC') });
    exchange.open(OPENED);
    return exchange;
  }

  records(stimulus: Partial<RecordStimulus>, events: unknown, answer?: Told): Exchange {
    const meant: RecordStimulus = {
      kind: 'record',
      flow: 'device A',
      cookie: 'c-a',
      registration: 'redeemed',
      selector: { kind: 'cookie', cookie: 'c-a' },
      ...stimulus,
    };
    const exchange = this.journal.begin({
      operation: 'record',
      from: 'client',
      to: 'expressplay',
      stimulus: meant,
      request: request('GET', 'https://api.example.com/cmiapi/getrecord/'),
    });
    return this.#told(exchange, answer ?? { body: events });
  }

  #told(exchange: Exchange, answer: Told): Exchange {
    if (typeof answer === 'string')
      exchange.fail(new TransportError(answer, undefined, `no complete answer: ${answer}`));
    else exchange.answer(response(answer));
    return exchange;
  }
}

function request(method: string, url: string, body = '') {
  return { method, url, headers: {}, body: Buffer.from(body) };
}

function response({ status = 200, headers, body = '' }: Answer): HttpResponse {
  const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
  return {
    status,
    headers: headers ?? { 'content-type': 'application/json' },
    body: isRaw ? Buffer.from(body as string) : Buffer.from(JSON.stringify(body)),
  };
}
