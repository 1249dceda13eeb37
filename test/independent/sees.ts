/**
 * A SEES, written from the public description of the protocol alone. Where that leaves freedom it does otherwise than the
 * reference: token requests are POST forms with instants and another name for the device, refusals come with 403 and no
 * epTokenURL, client certificates are judged after the handshake, a busy token service is asked twice.
 */
import type { IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { Door, type Answer } from './door';
import { Upstream, UpstreamTrouble, type UpstreamOptions } from './upstream';

/** Ways to be wrong, each of them the only one. */
export type SeesFlaw =
  | 'unbound without record'
  | 'device of another cookie'
  | 'messageID not echoed'
  | 'cookie cut to 31'
  | 'expires after 31 days'
  | 'key in errorText'
  | 'unbound after -6008'
  | 'version raised'
  | 'type as text is type 1'
  | 'device from the client'
  | 'url rebuilt'
  | 'grants without a token'
  | 'any client certificate';

export interface Title {
  readonly contentID: string;
  readonly contentKey: string;
  readonly iv: string;
  /** How long its tokens live, in seconds. */
  readonly lifeSeconds: number;
  readonly rentalSeconds?: number;
}

export interface SeesOptions {
  readonly titles: readonly Title[];
  /** Titles that exist and that nobody may see any more. */
  readonly withdrawn: readonly string[];
  readonly upstream: UpstreamOptions;
  /** PEM; `clients`: whose certificates are let in. */
  readonly tls: { readonly cert: string; readonly key: string; readonly clients: string };
  readonly style: SeesStyle;
  readonly flaw?: SeesFlaw | undefined;
}

export interface SeesStyle {
  readonly refusalStatus: 200 | 403;
  /** What stands where a URL would. */
  readonly refusalUrl: 'absent' | 'null';
  readonly withoutType: 'refused' | 'time-based';
}

interface Wish {
  readonly messageID: string;
  readonly version: number;
  readonly kind: 'timed' | 'registration' | 'bound';
  readonly title: Title;
  readonly cookie: string | undefined;
  /** Only who is broken looks at it. */
  readonly smuggledDevice: string | undefined;
}

/** Why somebody gets nothing, with a number of our own. */
class No extends Error {
  constructor(
    readonly number: number,
    message: string,
  ) {
    super(message);
  }
}

/** We speak no version that the answer could be in. */
class TooOld extends Error {}

const VERSION = 1;
const KINDS: ReadonlyMap<unknown, Wish['kind']> = new Map([
  [1, 'timed'],
  [2, 'registration'],
  [3, 'bound'],
]);

export class IndependentSees {
  private constructor(
    readonly url: string,
    private readonly door: Door,
  ) {}

  static async open(options: SeesOptions): Promise<IndependentSees> {
    const { cert, key, clients } = options.tls;
    const desk = new Desk(options, new Upstream(options.upstream, options.flaw === 'cookie cut to 31' ? 31 : 32));
    const door = await Door.open({ cert, key, ca: clients, requestCert: true, rejectUnauthorized: false });
    door.serve((request, url, body) => desk.serve(request, url, body));
    return new IndependentSees(`${door.base}/drm/entitle`, door);
  }

  close(): Promise<void> {
    return this.door.close();
  }
}

export class Desk {
  constructor(
    private readonly options: SeesOptions,
    private readonly upstream: Upstream,
  ) {}

  async serve(request: IncomingMessage, url: URL, body: Buffer): Promise<Answer> {
    const known = presentedKnownCertificate(request) || this.options.flaw === 'any client certificate';
    if (!known) return plain(401, 'A certificate of a known player is needed.');
    if (url.pathname !== '/drm/entitle') return plain(404, 'Not here.');
    if (request.method !== 'POST') return plain(405, 'This is the entitlement service. POST to it.');
    const message = objectIn(body);
    const messageID = message?.messageID;
    if (!message || typeof messageID !== 'string') return plain(422, 'That is no entitlement request.');
    try {
      const wish = this.read(message, messageID);
      const token = this.tokenFor(wish);
      const { flaw } = this.options;
      return this.granted(wish, await (flaw === 'grants without a token' ? token.catch(() => '') : token));
    } catch (error) {
      if (error instanceof TooOld) return plain(422, error.message);
      if (error instanceof No) return this.refused(messageID, error);
      if (error instanceof UpstreamTrouble) {
        const text = this.options.flaw === 'key in errorText' ? `with ${String(this.keyOf(message))}` : 'try later';
        return this.refused(messageID, new No(9000 + error.kind, `No license to be had just now, ${text}.`));
      }
      throw error;
    }
  }

  private keyOf(message: Record<string, unknown>): string | undefined {
    return this.options.titles.find(({ contentID }) => contentID === message.contentID)?.contentKey;
  }

  /** @throws {No} */
  private read(message: Record<string, unknown>, messageID: string): Wish {
    const { version, requestType, contentID, customerCookie } = message;
    const { flaw, style, titles, withdrawn } = this.options;
    if (typeof version !== 'number' || !Number.isInteger(version)) throw new No(21, 'The version is missing.');
    if (version < VERSION) throw new TooOld('No version below 1 is spoken here.');
    const absent = requestType === undefined && style.withoutType === 'time-based';
    const lenient = flaw === 'type as text is type 1' && typeof requestType === 'string';
    const kind = absent || lenient ? 'timed' : KINDS.get(requestType);
    if (!kind) throw new No(23, 'Which type of request is that?');
    if (typeof contentID !== 'string') throw new No(24, 'Which title?');
    if (withdrawn.includes(contentID)) throw new No(41, 'This title is no longer offered to you.');
    const title = titles.find((each) => each.contentID === contentID);
    if (!title) throw new No(44, 'There is no such title.');
    const device = message.deviceid ?? message.device_id ?? message.deviceId;
    const smuggledDevice = flaw === 'device from the client' && typeof device === 'string' ? device : undefined;
    if (kind === 'timed' && customerCookie === undefined) {
      return { messageID, version, kind, title, cookie: undefined, smuggledDevice };
    }
    if (typeof customerCookie !== 'string' || customerCookie === '') throw new No(31, 'The cookie is missing.');
    if (Array.from(customerCookie).length > 32) throw new No(32, 'The cookie is too long.');
    return { messageID, version, kind, title, cookie: customerCookie, smuggledDevice };
  }

  /** @throws {No | UpstreamTrouble} */
  private async tokenFor(wish: Wish): Promise<string> {
    const { flaw } = this.options;
    const { title, cookie } = wish;
    const life = (flaw === 'expires after 31 days' ? 31 * 86_400 : title.lifeSeconds) * 1000;
    const order = {
      contentKey: title.contentKey,
      iv: title.iv,
      // Whole seconds, rounded down: never later than the policy allows.
      expirationTime: () => `${new Date(Date.now() + life).toISOString().slice(0, 19)}Z`,
      ...(title.rentalSeconds !== undefined && { rentalDuration: String(title.rentalSeconds) }),
    };
    if (wish.kind === 'timed' || cookie === undefined) {
      return this.upstream.token(order);
    }
    if (wish.kind === 'registration') return this.upstream.token({ ...order, cookie });
    const device = wish.smuggledDevice ?? (await this.deviceOf(cookie));
    if (device === undefined && flaw !== 'unbound without record') throw new No(51, 'This device is not registered.');
    const bound = { ...order, cookie, ...(device !== undefined && { deviceId: device }) };
    if (flaw !== 'unbound after -6008') return this.upstream.token(bound);
    return this.upstream.token(bound).catch(() => this.upstream.token({ ...order, cookie }));
  }

  private deviceOf(cookie: string): Promise<string | undefined> {
    const { flaw } = this.options;
    if (flaw === 'unbound without record') return this.upstream.deviceOf(cookie).catch(() => undefined);
    return flaw === 'device of another cookie' ? this.upstream.deviceOfAnyone() : this.upstream.deviceOf(cookie);
  }

  private granted({ messageID, version }: Wish, url: string): Answer {
    const { flaw } = this.options;
    const changed = flaw === 'url rebuilt' ? url.replace(/(ExpressPlayToken=.{8})./, '$1') : url;
    return json(200, {
      epTokenURL: changed,
      servedBy: 'independent',
      isAllowed: true,
      version: flaw === 'version raised' ? version + 1 : VERSION,
      messageID: flaw === 'messageID not echoed' ? messageID.toUpperCase() : messageID,
    });
  }

  private refused(messageID: string, no: No): Answer {
    const { style } = this.options;
    return json(style.refusalStatus, {
      errorText: no.message,
      error: no.number,
      isAllowed: false,
      ...(style.refusalUrl === 'null' && { epTokenURL: null }),
      version: VERSION,
      messageID,
      retryable: no.number >= 9000,
    });
  }
}

function presentedKnownCertificate({ socket }: IncomingMessage): boolean {
  return socket instanceof TLSSocket && socket.authorized;
}

function objectIn(body: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function json(status: number, value: unknown): Answer {
  const text = `\n${JSON.stringify(value, null, 3)}\n`;
  const escaped = text.replace(/[^\n -~]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return { status, type: 'Application/JSON; Charset=UTF-8', body: escaped };
}

function plain(status: number, text: string): Answer {
  return { status, type: 'text/plain', body: `${text}\n` };
}
