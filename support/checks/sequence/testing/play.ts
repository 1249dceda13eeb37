import type { EntitlementStimulus, Exchange, LicenseStimulus, OpenedLicense } from '../../../exchange';
import type { Content } from '../../../protocol';
import {
  DEVICE_A,
  DEVICE_B,
  DUMMY,
  knownWith,
  MOVIE,
  Story,
  tokenFields,
  type Answer,
  type Fields,
  type Wire,
} from '../../reading/testing/story';

export const SHOW: Content = {
  contentID: 'show',
  contentKey: 'b0b1b2b3b4b5b6b7b8b9babbbcbdbebf',
  iv: 'a0a1a2a3a4a5a6a7a8a9aaabacadaeaf',
  expirationTime: '+600',
};

const TITLES: ReadonlyMap<string, Content> = new Map([DUMMY, MOVIE, SHOW].map((title) => [title.contentID, title]));

export function known(changes: Parameters<typeof knownWith>[0] = {}): ReturnType<typeof knownWith> {
  return knownWith({ contents: TITLES, ...changes });
}

/** What SEES handed out, or did not. */
export interface Grant {
  readonly exchange: Exchange;
  readonly stimulus: Partial<EntitlementStimulus>;
  readonly url: string;
}

/** One entitlement request; what is left out goes as the documents have it. */
export interface Script {
  readonly stimulus?: Partial<EntitlementStimulus>;
  /** The token URL that ExpressPlay gives and SEES hands out; a fresh one by default. */
  readonly url?: string;
  /** SEES' calls to ExpressPlay. */
  readonly calls?: (url: string) => void;
  readonly answer?: ((exchange: Exchange, url: string) => void) | undefined;
}

/** A story told in whole phases of the diagrams, by a conformant pair unless a script says otherwise. */
export class Play extends Story {
  #urls = 0;
  #messages = 0;

  freshUrl(): string {
    this.#urls += 1;
    return `https://fp.example.com/hms/fp/rights/?ExpressPlayToken=AQAAAAsecret-token-${this.#urls}`;
  }

  /** T1 to T4. */
  timed(who = 'device A', script: Script = {}): Grant {
    return this.#entitle(who, 1, script, (url, title) => void this.ticket(url, tokenFields(title)));
  }

  /** B1 to B3. */
  registration(who = 'device A', script: Script = {}): Grant {
    return this.#entitle(who, 2, script, (url, title, cookie) => void this.ticket(url, tokenFields(title, { cookie })));
  }

  /** B6 to B13. */
  bound(who = 'device A', script: Script = {}): Grant {
    return this.#entitle(who, 3, script, (url, title, cookie) => {
      this.lookup(who, cookie);
      this.ticket(url, tokenFields(title, { cookie, deviceid: idOf(who) }));
    });
  }

  registered(who = 'device A', script: Script = {}): Grant {
    const grant = this.registration(who, script);
    this.redeem(grant);
    return grant;
  }

  played(who = 'device A', script: Script = {}): Exchange {
    return this.redeem(this.bound(who, script));
  }

  /** A token request that is answered with this URL. */
  ticket(url: string, fields: Fields, wire: Wire = {}): Exchange {
    return this.token(fields, wire, { body: `${url}\r\n` });
  }

  /** A lookup that names the player's device. */
  lookup(who: string, cookie = cookieOf(who)): Exchange {
    return this.record({ cookie }, [{ cookie, device_id: idOf(who) }]);
  }

  /** The harness itself looks a cookie up. */
  harnessLookup(who: string, registration: EntitlementStimulus['registration'], events: unknown): Exchange {
    const cookie = cookieOf(who);
    const exchange = this.journal.begin({
      operation: 'record',
      from: 'client',
      to: 'expressplay',
      stimulus: { kind: 'record', flow: who, cookie, registration: registration ?? 'none' },
      request: {
        method: 'GET',
        url: `https://api.example.com/cmiapi/getrecord/?cookie=${cookie}`,
        headers: {},
        body: Buffer.alloc(0),
      },
    });
    this.reply(exchange, { body: events });
    return exchange;
  }

  /** B14 to B16: the license opens with the key of the title. */
  redeem(grant: Grant, stimulus: Partial<LicenseStimulus> = {}, title?: Content): Exchange {
    const meant = this.#meant(grant, stimulus);
    return this.license(opened(title ?? TITLES.get(meant.contentID ?? '') ?? MOVIE), meant);
  }

  /** No license. */
  turnAway(grant: Grant, stimulus: Partial<LicenseStimulus> = {}, answer: Answer = { status: 403 }): Exchange {
    return this.license(undefined, this.#meant(grant, stimulus), { body: { errorCode: -4001 }, ...answer });
  }

  /** No answer. */
  hangUp(grant: Grant, stimulus: Partial<LicenseStimulus> = {}): Exchange {
    const exchange = this.beginLicense(this.#meant(grant, stimulus));
    this.fail(exchange);
    return exchange;
  }

  #meant({ exchange, stimulus }: Grant, changes: Partial<LicenseStimulus>): Partial<LicenseStimulus> {
    const { flow = 'device A', device = 'device A', contentID = 'movie', requestType = 1 } = stimulus;
    return { flow: changes.device ?? flow, device, contentID, requestType, grant: exchange.number, ...changes };
  }

  #entitle(
    who: string,
    requestType: 1 | 2 | 3,
    { stimulus: changes = {}, url = this.freshUrl(), calls, answer }: Script,
    usual: (url: string, title: Content, cookie: string) => void,
  ): Grant {
    this.#messages += 1;
    const stimulus: Partial<EntitlementStimulus> = {
      flow: who,
      device: who,
      messageID: `m-${this.#messages}`,
      requestType,
      contentID: requestType === 2 ? 'dummy' : 'movie',
      ...(requestType === 1 ? {} : { cookie: cookieOf(who) }),
      ...(requestType === 3 ? { registration: 'redeemed' } : {}),
      ...changes,
    };
    const exchange = this.ask(stimulus);
    if (calls !== undefined) calls(url);
    else usual(url, TITLES.get(stimulus.contentID ?? '') ?? MOVIE, stimulus.cookie ?? cookieOf(who));
    if (answer !== undefined) answer(exchange, url);
    else this.hand(exchange, url);
    return { exchange, stimulus, url };
  }

  /** SEES grants with this URL and the right message id. */
  hand(exchange: Exchange, url: string): void {
    this.grant(exchange, { messageID: messageOf(exchange), epTokenURL: url });
  }

  /** SEES refuses with the right message id. */
  deny(exchange: Exchange, changes: Readonly<Record<string, unknown>> = {}): void {
    this.refuse(exchange, { messageID: messageOf(exchange), ...changes });
  }

  /** A service in front says that there is too much to do. */
  putOff(exchange: Exchange): void {
    this.reply(exchange, { status: 429, headers: {}, body: 'slow down' });
  }
}

export function cookieOf(who: string): string {
  return `cookie-of-${who.replaceAll(' ', '-')}`;
}

export function idOf(who: string): string {
  if (who === 'device A') return DEVICE_A;
  if (who === 'device B') return DEVICE_B;
  return Buffer.from(who.padEnd(20, '.').slice(0, 20)).toString('hex');
}

function messageOf({ stimulus }: Exchange): string {
  return stimulus?.kind === 'entitlement' ? stimulus.messageID : '';
}

export function opened({ contentKey, iv }: Content): OpenedLicense {
  return { kind: 'opened', contentKey: Buffer.from(contentKey, 'hex'), iv: Buffer.from(iv, 'hex'), form: 'raw' };
}
