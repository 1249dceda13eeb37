import type { Deviation, Exchange, Flaw, HttpRequest } from '../../exchange';
import { SPC_FLAWS, type SpcTweak } from '../../fairplay';
import { TOKEN_PARAMETER, tokenOf } from '../../protocol';
import { licenseWasGranted, recordsOf } from '../../checks';
import { ask } from '../acts/ask';
import { askRecords } from '../acts/ask-records';
import { redeem, type RedeemOptions } from '../acts/redeem';
import { BlockedError, NotObservableError } from '../blocked';
import type { TokenGrant } from '../grant';
import type { Scenario } from '../scenario';
import { mustBeGranted, type TokenQuestions } from './token-questions';

/** One row of a table: what is wrong, and the codes that name it. */
export interface FaultRow {
  readonly fault: string;
  readonly codes?: readonly number[];
}

/** How one faulty license request differs from a valid one. */
type Difference = Pick<RedeemOptions, 'spc' | 'alter' | 'hu'>;

/** Most events that are told of at once (EP-CN). */
const RECENT = 32;
const MEBIBYTE = 1024 * 1024;

/** Bodies that are made here, because they hold no SPC at all. */
const BODIES: Readonly<Record<string, (spc: Buffer) => Buffer>> = {
  'JSON without an SPC': () => Buffer.from('{"message":"no license request"}'),
  'a form without an SPC': () => Buffer.from('message=none'),
  'random bytes as many as an SPC has': (spc) => Buffer.from(spc.map((byte, at) => (byte * 31 + at * 7 + 13) & 0xff)),
  'an SPC whose payload key is garbled': (spc) =>
    Buffer.from(spc.map((byte, at) => (at >= 24 && at < 152 ? byte ^ 0xa5 : byte))),
  '1 MiB of noise': (spc) => Buffer.concat([Buffer.alloc(4, 0xff), Buffer.alloc(MEBIBYTE - 4, spc.subarray(8))]),
};

/** The player before the license service, with tokens that the harness got in the place of SEES. */
export class LicenseRequests {
  /** The last redemption that had nothing wrong with it. */
  #twin: Exchange | undefined;
  #boundDevice: string | undefined;

  constructor(
    private readonly scenario: Scenario,
    private readonly tokens: TokenQuestions,
  ) {}

  /**
   * A fresh token, redeemed as it should be: the twin of what follows.
   * @throws {BlockedError} where it brings no license, so that no refusal would prove anything
   */
  async twin(name: string): Promise<void> {
    this.#twin = mustBeLicense(name, await this.#redeemed(name));
  }

  /** As `valid`, after requests that meant harm: the service may be down, and then the journal is to show it. */
  async afterwards(name: string): Promise<void> {
    const grant = await this.#askedFor(name);
    if (grant.url === undefined) return;
    await redeem(this.scenario, this.scenario.player(name), grant);
  }

  /** License requests whose body is no SPC that can be read; each with a token of its own. */
  async spoiled(name: string, rows: readonly FaultRow[]): Promise<void> {
    const harm = this.scenario.run.target.offers.has('hostile');
    for (const { fault, codes } of rows) {
      // What only asks whether the service survives (EP-LIC-10) is for who owns it; one code is a question of its own.
      const harmful = codes?.length !== 1;
      if (!harm && harmful) continue;
      const made = await this.#faulty(name, 'flawed-spc', fault, codes, (url) => {
        if (harmful) this.#mustOwn(url);
        return { spc: { tweak: tweakOf(fault) } };
      });
      if (!made) return;
    }
  }

  /** License requests with a token that is not one of this service's, or no longer. */
  async withBadTokens(name: string, rows: readonly FaultRow[]): Promise<void> {
    for (const { fault, codes } of rows) {
      const token = this.#badToken(fault);
      if (token === 'not to be had') continue;
      const alter = (request: HttpRequest): HttpRequest => {
        const own = tokenOf(request.url) ?? '';
        const other = token(own);
        if (other !== undefined) this.scenario.run.redactor.learn('token', other);
        return { ...request, url: withToken(request.url, own, other) };
      };
      const made = await this.#faulty(name, 'flawed-token', fault, codes, () => ({ alter }));
      if (!made) return;
    }
  }

  /** License requests in a form that the documents do not know. */
  async inOtherWays(name: string, ways: readonly string[]): Promise<void> {
    for (const fault of ways) {
      const made = await this.#faulty(name, 'flawed-request', fault, undefined, () => ({ alter: wayOf(fault) }));
      if (!made) return;
    }
  }

  /** The token of the last valid redemption, once more. */
  async again(name: string): Promise<void> {
    const grant = await this.#token(name);
    const player = this.scenario.player(name);
    const first = await redeem(this.scenario, player, grant);
    const twice = flawOf('the same token twice');
    await redeem(this.scenario, player, grant, { deviation: 'flawed-request', flaw: twice, twin: first.number });
  }

  /** A token with a rental duration, redeemed. */
  async rental(name: string, seconds: number): Promise<void> {
    const grant = await this.tokens.forDevice(name, `a token with a rental of ${String(seconds)} s`, {
      rentalDuration: String(seconds),
    });
    await redeem(this.scenario, this.scenario.player(name), mustBeGranted(grant), {
      // Nothing is wrong with it; the table of checks finds it by this name.
      flaw: { id: `rental-${String(seconds)}`, sentence: `the token has a rental of ${String(seconds)} s` },
    });
  }

  /** Tokens one after the other, each redeemed. */
  async repeated(name: string, count: number): Promise<void> {
    for (let turn = 0; turn < count; turn += 1) await this.#redeemed(name);
  }

  /** Registers a device by a token of the harness's own, and takes its id from the record. */
  async register(name: string): Promise<void> {
    const player = this.scenario.player(name);
    const grant = await this.tokens.forDevice(name, 'a token for registration', { cookie: player.cookie }, 2);
    const exchange = await redeem(this.scenario, player, mustBeGranted(grant));
    mustBeLicense(name, exchange);
    player.registration = 'redeemed';
    this.#boundDevice = await this.#recordedDevice(name);
  }

  /** So many tokens with the player's cookie, each redeemed; returns when the record service shows them. */
  async registeredTimes(name: string, count: number): Promise<void> {
    const player = this.scenario.player(name);
    for (let turn = 0; turn < count; turn += 1) {
      const grant = await this.tokens.forDevice(name, 'a token with a cookie', { cookie: player.cookie }, 2);
      mustBeLicense(name, await redeem(this.scenario, player, mustBeGranted(grant)));
    }
    player.registration = 'redeemed';
    await this.#settle(name, this.scenario.run.target.known.record.mode === 'latest' ? 1 : Math.min(count, RECENT));
  }

  /** A token with each of these cookies, redeemed. @returns those that the service takes */
  async registeredUnder(name: string, cookies: readonly string[]): Promise<readonly string[]> {
    const taken: string[] = [];
    for (const cookie of cookies) {
      const grant = await this.tokens.forDevice(name, 'a token with a cookie like another', { cookie }, 2);
      if (grant.url === undefined) continue;
      if (licenseWasGranted(await redeem(this.scenario, this.scenario.player(name), grant))) taken.push(cookie);
    }
    return taken;
  }

  get bindingIsOffered(): boolean {
    return this.scenario.run.target.known.readings['deviceBinding.supported'];
  }

  /** A token bound to the registered device, redeemed by it. */
  async bound(name: string): Promise<void> {
    const exchange = await redeem(this.scenario, this.scenario.player(name), await this.#boundToken(name));
    this.#twin = mustBeLicense(name, exchange);
  }

  /** Tokens bound to the registered device, redeemed by SPCs that name no device to rely on. */
  async boundWithoutDevice(name: string, rows: readonly FaultRow[]): Promise<void> {
    for (const { fault, codes } of rows) {
      const difference = unnamedDevice(fault, this.scenario.identities.hu());
      await redeem(this.scenario, this.scenario.player(name), await this.#boundToken(name), {
        deviation: 'flawed-spc',
        flaw: flawOf(fault),
        ...(codes === undefined ? {} : { codes }),
        ...this.#besideTwin(),
        ...difference,
      });
    }
  }

  /** Tokens without a cookie and with the player's, redeemed at URLs that name another cookie beside; all are looked up. */
  async underAnotherCookie(name: string): Promise<void> {
    const player = this.scenario.player(name);
    const [other, another] = [this.tokens.freshCookie(), this.tokens.freshCookie()];
    const none = await this.tokens.forDevice(name, 'a token without a cookie');
    await redeem(this.scenario, player, mustBeGranted(none), {
      deviation: 'flawed-request',
      flaw: flawOf('another cookie beside the token'),
      addToUrl: `&cookie=${another}`,
      ...this.#besideTwin(),
    });
    const grant = await this.tokens.forDevice(name, 'a token with a cookie', { cookie: player.cookie }, 2);
    const exchange = await redeem(this.scenario, player, mustBeGranted(grant), {
      deviation: 'flawed-request',
      flaw: flawOf('another cookie beside the token'),
      addToUrl: `&cookie=${other}`,
      ...this.#besideTwin(),
    });
    if (licenseWasGranted(exchange)) player.registration = 'redeemed';
    await this.#settle(name);
    const twin = await askRecords(this.scenario, player, { selector: { kind: 'cookie', cookie: player.cookie } });
    for (const cookie of [other, another]) {
      await askRecords(this.scenario, player, {
        selector: { kind: 'cookie', cookie },
        cookie,
        flaw: flawOf('another cookie beside the token'),
        twin: twin.number,
      });
    }
  }

  /** @returns false where no further token can be had: the service went down, which the journal shows */
  async #faulty(
    name: string,
    deviation: Deviation,
    fault: string,
    codes: readonly number[] | undefined,
    differ: (url: string) => Difference,
  ): Promise<boolean> {
    const grant = await this.#askedFor(name);
    if (grant.url === undefined) return false;
    await redeem(this.scenario, this.scenario.player(name), grant, {
      deviation,
      flaw: flawOf(fault),
      ...(codes === undefined ? {} : { codes }),
      ...this.#besideTwin(),
      ...differ(grant.url),
    });
    return true;
  }

  /** @throws {NotObservableError} where a token URL leads to somebody else's host, whatever the configured ones are */
  #mustOwn(url: string): void {
    if (this.scenario.run.target.mayHarm(url)) return;
    throw new NotObservableError(
      'inputs meant to do harm go to loopback only, unless you own the target (--i-own-this-target), and the token URL leads elsewhere',
    );
  }

  async #redeemed(name: string): Promise<Exchange> {
    return redeem(this.scenario, this.scenario.player(name), await this.#token(name));
  }

  #besideTwin(): { twin?: number } {
    return this.#twin === undefined ? {} : { twin: this.#twin.number };
  }

  async #askedFor(name: string): Promise<TokenGrant> {
    const { known } = this.scenario.run.target;
    if (known.customerAuthenticator !== undefined) return this.tokens.forDevice(name, `a token for ${name}`);
    // Whoever may not ask as SEES does has to ask SEES.
    const { contentID } = this.scenario.run.titles.main;
    return ask(this.scenario, this.scenario.player(name), { requestType: 1, contentID });
  }

  async #token(name: string): Promise<TokenGrant> {
    return mustBeGranted(await this.#askedFor(name));
  }

  async #boundToken(name: string): Promise<TokenGrant> {
    const parameter = this.scenario.run.target.known.readings['names.deviceId'][0] ?? 'deviceid';
    const device = this.#boundDevice;
    if (device === undefined) throw new BlockedError(`the record names no device for the cookie of ${name}`);
    const { cookie } = this.scenario.player(name);
    const more = { cookie, [parameter]: device };
    return mustBeGranted(await this.tokens.forDevice(name, `a token bound to ${name}`, more, 3));
  }

  async #recordedDevice(name: string): Promise<string | undefined> {
    const exchange = await this.#settle(name);
    const { record } = this.scenario.run.target.known;
    const id = recordsOf(exchange, record)?.find((event) => event.deviceId !== undefined && !event.failed)?.deviceId;
    if (id !== undefined) this.scenario.run.redactor.learn('device', id);
    return id;
  }

  /** Asks for the player's records until so many show, as long as they may take (expressplay.record.visibilityMs). */
  async #settle(name: string, count = 1): Promise<Exchange> {
    const { run } = this.scenario;
    const player = this.scenario.player(name);
    const selector = { kind: 'cookie', cookie: player.cookie } as const;
    const deadline = run.target.clock.now() + run.timing.recordVisibilityMs;
    for (;;) {
      const exchange = await askRecords(this.scenario, player, { selector });
      const shown = (recordsOf(exchange, run.target.known.record) ?? []).length >= count;
      const now = run.target.clock.now();
      if (shown || now >= deadline) return exchange;
      await run.wait(this.scenario, {
        reason: 'the record service to show an event',
        untilMs: Math.min(deadline, now + POLL_MS),
      });
    }
  }

  /** What becomes of a token; undefined as the result: it is left out altogether. */
  #badToken(fault: string): ((token: string) => string | undefined) | 'not to be had' {
    const { controls, fixtures } = this.scenario.run.target;
    switch (fault) {
      case 'one character in the middle is another':
        return (token) => {
          const middle = Math.floor(token.length / 2);
          return token.slice(0, middle) + (token[middle] === 'A' ? 'B' : 'A') + token.slice(middle + 1);
        };
      case 'a character of no token is put into its middle':
        return (token) => `${token.slice(0, token.length / 2)}.${token.slice(token.length / 2)}`;
      case 'the second half is cut off':
        return (token) => token.slice(0, Math.floor(token.length / 2));
      case 'it is empty':
        return () => '';
      case 'it is missing':
        return () => undefined;
      case 'it is a made-up text':
        return (token) => this.scenario.identities.key().toString('base64url').repeat(8).slice(0, token.length);
      case 'it is of another DRM': {
        const token = controls?.otherDrmToken() ?? fixtures.otherDrmToken;
        if (token === undefined)
          throw new NotObservableError('no token of another DRM is configured (expressplay.otherDrmToken)');
        return () => token;
      }
      case 'it is of another environment': {
        const token = controls?.otherEnvironmentToken();
        return token === undefined ? 'not to be had' : () => token;
      }
      default:
        throw new Error(`"${fault}" is nothing that can be done to a token here`);
    }
  }
}

/** How often a record service is asked whether it shows an event by now. */
const POLL_MS = 500;

/** @throws {BlockedError} where it is none */
function mustBeLicense(name: string, exchange: Exchange): Exchange {
  if (licenseWasGranted(exchange)) return exchange;
  const why = exchange.failure?.message ?? `HTTP ${String(exchange.response?.status ?? 0)}`;
  throw new BlockedError(
    `a sound license request of ${name} brought no license (exchange ${String(exchange.number)}): ${why}`,
  );
}

function flawOf(fault: string): Flaw {
  return { id: fault.toLowerCase().replace(/[^a-z0-9]+/g, '-'), sentence: fault };
}

function tweakOf(fault: string): SpcTweak {
  const body = BODIES[fault];
  if (body !== undefined) return { bytes: body };
  const flaw = SPC_FLAWS.find(({ sentence }) => sentence === fault);
  if (flaw === undefined) throw new Error(`"${fault}" is nothing that can be wrong with an SPC here`);
  return flaw.tweak;
}

function withToken(url: string, own: string, other: string | undefined): string {
  const parameter = `${TOKEN_PARAMETER}=${own}`;
  if (other !== undefined) return url.replace(parameter, `${TOKEN_PARAMETER}=${other}`);
  // What else the URL carries stays a query.
  return url.replace(new RegExp(`([?&])${TOKEN_PARAMETER}=[^&]*(&?)`), (_, before: string, after: string) =>
    after === '' ? '' : before,
  );
}

function unnamedDevice(fault: string, hu: Buffer): Difference {
  switch (fault) {
    case 'an AV adapter stands for the device':
      return { spc: { indicator: 'av-adapter' } };
    case 'an AV adapter with an id of its own stands for the device':
      return { spc: { indicator: 'av-adapter' }, hu };
    case 'the id is a random one':
      return { hu };
    case 'the SPC cannot be read':
      return { spc: { tweak: tweakOf('an SPC whose payload key is garbled') } };
    default:
      throw new Error(`"${fault}" is no way for an SPC to name no device`);
  }
}

const FORM = 'application/x-www-form-urlencoded';

function wayOf(way: string): (request: HttpRequest) => HttpRequest {
  const base64 = (request: HttpRequest): string => request.body.toString('base64');
  const typed = (request: HttpRequest, type: string, body: string | Buffer): HttpRequest => ({
    ...request,
    headers: { ...request.headers, 'content-type': type },
    body: Buffer.from(body),
  });
  switch (way) {
    case 'by GET':
      return (request) => ({ ...request, method: 'GET', headers: {}, body: Buffer.alloc(0) });
    case 'by GET with its body':
      return (request) => ({ ...request, method: 'GET' });
    case 'the token in a header':
      return (request) => {
        const own = tokenOf(request.url) ?? '';
        const headers = { ...request.headers, [TOKEN_PARAMETER.toLowerCase()]: own };
        return { ...request, url: withToken(request.url, own, undefined), headers };
      };
    case 'another parameter in the query':
      return (request) => ({ ...request, url: `${request.url}&id=7` });
    case 'no content type':
      return (request) => ({ ...request, headers: {} });
    case 'a content type for text':
      return (request) => typed(request, 'text/plain', request.body);
    case 'the content type of a form':
      return (request) => typed(request, FORM, request.body);
    case 'the SPC as base64':
      return (request) => typed(request, 'application/octet-stream', base64(request));
    case 'the SPC in a form':
      return (request) => typed(request, FORM, `spc=${encodeURIComponent(base64(request))}`);
    case 'the SPC in JSON':
      return (request) => typed(request, 'application/json', JSON.stringify({ spc: base64(request) }));
    default:
      throw new Error(`"${way}" is no way to send a license request here`);
  }
}
