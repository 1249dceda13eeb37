import { createCipheriv, createHash } from 'node:crypto';
import { VirtualClock, type Call, type Handler, type HttpRequest, type HttpResponse } from '../../exchange';
import { Device, loadTestCredentials, type SpcOptions, type SpcRequest } from '../../fairplay';
import type { Content } from '../../protocol';
import { createExpressPlay, type ExpressPlayService } from '../expressplay/expressplay';
import type { ExpressPlayOptions } from '../expressplay/expressplay-options';
import type { ExpressPlayRules } from '../expressplay/expressplay-rules';
import { createSees } from '../sees/sees';
import type { SeesOptions } from '../sees/sees-options';
import type { SeesRules } from '../sees/sees-rules';

/** For specs: the reference pair wired together in memory, with everything fixed. */

export const START_MS = Date.UTC(2030, 0, 1);
export const AUTHENTICATOR = '1000,0123456789abcdef0123456789abcdef';
export const OTHER_AUTHENTICATOR = '2000,fedcba9876543210fedcba9876543210';
export const TOKEN_URL = 'https://fp-gen.example/hms/fp/token';
export const RECORD_URL = 'https://api.example/cmiapi/getrecord/';
export const LICENSE_URL = 'https://fp.example/hms/fp/rights/';

export const MOVIE: Content = {
  contentID: 'c0ffee00-0000-4000-8000-000000000001',
  contentKey: '00112233445566778899aabbccddeeff',
  iv: 'ffeeddccbbaa99887766554433221100',
  rentalDuration: 86400,
  expirationTime: '+3600',
};
export const DUMMY: Content = {
  contentID: 'c0ffee00-0000-4000-8000-000000000000',
  contentKey: 'd0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0',
  iv: 'd1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1',
};

/** Bytes that look random and are the same in every run. */
export function fixedRandom(seed: string): (length: number) => Buffer {
  let count = 0;
  return (length) => {
    const blocks: Buffer[] = [];
    for (let bytes = 0; bytes < length; bytes += 32) {
      count += 1;
      blocks.push(
        createHash('sha256')
          .update(`${seed} ${String(count)}`)
          .digest(),
      );
    }
    return Buffer.concat(blocks).subarray(0, length);
  };
}

export const device = (name: string): Device => new Device({ name, hu: fixedRandom(`device ${name}`)(20) });

export function spcOf(player: Device, options: Partial<SpcOptions> = {}): SpcRequest {
  return player.createSpc({ contentID: 'skd://movie', credentials: loadTestCredentials(), ...options });
}

export const get = (url: string): HttpRequest => ({ method: 'GET', url, headers: {}, body: Buffer.alloc(0) });

export function post(url: string, body: Buffer | string, type?: string): HttpRequest {
  return {
    method: 'POST',
    url,
    headers: type === undefined ? {} : { 'content-type': type },
    body: typeof body === 'string' ? Buffer.from(body) : body,
  };
}

export const jsonOf = (response: HttpResponse): Record<string, unknown> =>
  JSON.parse(response.body.toString('utf8')) as Record<string, unknown>;

/** RFC 3394 wrapping of hex by hex. */
export function wrapped(kek: string, key: string): string {
  const cipher = createCipheriv('aes128-wrap', Buffer.from(kek, 'hex'), Buffer.alloc(8, 0xa6));
  return cipher.update(key, 'hex', 'hex') + cipher.final('hex');
}

export interface PairOptions {
  readonly sees?: Partial<SeesOptions>;
  readonly expressplay?: Partial<ExpressPlayOptions>;
  readonly seesRules?: SeesRules;
  readonly expressplayRules?: ExpressPlayRules;
  /** Stands between SEES and ExpressPlay; undefined lets the call through. */
  readonly intercept?: (request: HttpRequest) => HttpResponse | Promise<HttpResponse> | undefined;
}

export interface Answer {
  readonly status: number;
  readonly messageID?: unknown;
  readonly version?: unknown;
  readonly isAllowed?: unknown;
  readonly epTokenURL?: unknown;
  readonly error?: unknown;
  readonly errorText?: unknown;
}

export class Pair {
  readonly clock = new VirtualClock(START_MS);
  readonly service: ExpressPlayService;
  readonly sees: Handler;
  /** SEES' calls in their order. */
  readonly calls: HttpRequest[] = [];
  #messages = 0;

  constructor({ sees, expressplay, seesRules, expressplayRules, intercept }: PairOptions = {}) {
    this.service = createService(this.clock, expressplay, expressplayRules);
    const call: Call = async (request) => {
      this.calls.push(request);
      return (await intercept?.(request)) ?? this.service.handle(request);
    };
    const options: SeesOptions = {
      contents: [MOVIE, DUMMY],
      customerAuthenticator: AUTHENTICATOR,
      tokenUrl: TOKEN_URL,
      recordUrl: RECORD_URL,
      ...sees,
    };
    this.sees = createSees(options, { clock: this.clock, random: fixedRandom('sees'), call }, seesRules);
  }

  /** Paths of SEES' calls since the last look. */
  takeCalls(): URL[] {
    return this.calls.splice(0).map(({ url }) => new URL(url));
  }

  async send(body: unknown): Promise<Answer> {
    const response = await this.sees(post('https://sees.example/sees/SEESServlet', JSON.stringify(body)));
    return { status: response.status, ...jsonOf(response) };
  }

  ask(
    requestType: number,
    cookie?: string,
    contentID = requestType === 2 ? DUMMY.contentID : MOVIE.contentID,
  ): Promise<Answer> {
    this.#messages += 1;
    return this.send({
      messageID: `message ${String(this.#messages)}`,
      version: 1,
      requestType,
      contentID,
      ...(cookie === undefined ? {} : { customerCookie: cookie }),
    });
  }

  /** The URL of a grant. */
  async granted(requestType: number, cookie?: string, contentID?: string): Promise<string> {
    const { isAllowed, epTokenURL, errorText } = await this.ask(requestType, cookie, contentID);
    if (isAllowed !== true || typeof epTokenURL !== 'string') throw new Error(`not granted: ${String(errorText)}`);
    return epTokenURL;
  }

  redeem(url: string, player: Device, options: Partial<SpcOptions> = {}): Promise<HttpResponse> {
    return this.service.handle(post(url, spcOf(player, options).bytes, 'application/octet-stream'));
  }

  /** Arrows B1 to B5. */
  async register(cookie: string, player: Device): Promise<void> {
    const { status } = await this.redeem(await this.granted(2, cookie), player);
    if (status !== 200) throw new Error(`registration refused: ${String(status)}`);
  }
}

export function createService(
  clock: VirtualClock,
  options: Partial<ExpressPlayOptions> = {},
  rules?: ExpressPlayRules,
): ExpressPlayService {
  const accounts = [{ customerAuthenticator: AUTHENTICATOR }, { customerAuthenticator: OTHER_AUTHENTICATOR }];
  const base: ExpressPlayOptions = { accounts, licenseUrl: LICENSE_URL, credentials: loadTestCredentials() };
  return createExpressPlay({ ...base, ...options }, { clock, random: fixedRandom('expressplay') }, rules);
}
