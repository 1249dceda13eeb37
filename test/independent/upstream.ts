/** How the SEES asks ExpressPlay: for tokens, and for the device behind a cookie. */
import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';

export interface UpstreamOptions {
  readonly tokenUrl: string;
  readonly recordUrl: string;
  readonly authenticator: string;
  /** PEM: whom to trust. */
  readonly ca: string;
  /** PEM: who we are, where ExpressPlay wants to know. */
  readonly client?: { readonly cert: string; readonly key: string };
  readonly records: RecordNames;
}

/** Where record answers hold what. */
export interface RecordNames {
  /** Member with the events; undefined: the answer is an array of them, or one of them. */
  readonly root?: string | undefined;
  readonly cookie: string;
  readonly device: string;
  readonly error: string;
}

export interface TokenWish {
  readonly contentKey: string;
  readonly iv: string;
  readonly expirationTime: () => string;
  readonly rentalDuration?: string;
  readonly cookie?: string;
  readonly deviceId?: string;
}

/** ExpressPlay did not give what it was asked for. `kind`: 1 no answer, 2 an error, 3 an answer that makes no sense. */
export class UpstreamTrouble extends Error {
  constructor(readonly kind: 1 | 2 | 3) {
    super(`ExpressPlay: trouble of kind ${kind}`);
  }
}

interface Reply {
  readonly status: number;
  readonly text: string;
}

const PATIENCE_MS = 5000;
const LARGEST_REPLY = 262_144;

export class Upstream {
  constructor(
    private readonly options: UpstreamOptions,
    /** 32, unless somebody wants to be caught. */
    private readonly cookieLength: number,
  ) {}

  /** @throws {UpstreamTrouble} */
  async token(wish: TokenWish): Promise<string> {
    const form = new URLSearchParams();
    for (const [name, value] of Object.entries(wish) as [string, string | (() => string)][]) {
      form.append(name, typeof value === 'string' ? value : value());
    }
    if (wish.cookie !== undefined) form.set('cookie', this.cut(wish.cookie));
    form.append('errorFormat', 'json');
    form.append('customerAuthenticator', this.options.authenticator);
    let reply = await this.ask('POST', this.options.tokenUrl, form.toString());
    if (reply.status === 503) reply = await this.ask('POST', this.options.tokenUrl, form.toString());
    if (reply.status !== 200) throw new UpstreamTrouble(2);
    const lines = reply.text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
    const [url] = lines;
    if (lines.length !== 1 || url === undefined || !/^https?:\/\/\S+[?&]ExpressPlayToken=\S+$/i.test(url.trim())) {
      throw new UpstreamTrouble(3);
    }
    return url.trim();
  }

  /** Of the newest license under this cookie that was granted. */
  async deviceOf(cookie: string): Promise<string | undefined> {
    const { cookie: cookieName } = this.options.records;
    const wanted = this.cut(cookie);
    const events = await this.events({ cookie: wanted });
    return this.newestDevice(events.filter((event) => event[cookieName] === wanted));
  }

  /** What must not be asked. */
  async deviceOfAnyone(): Promise<string | undefined> {
    return this.newestDevice(await this.events({}));
  }

  private newestDevice(events: readonly Record<string, unknown>[]): string | undefined {
    const { device, error } = this.options.records;
    for (const event of events) {
      const failed = event[error] !== undefined && event[error] !== null && event[error] !== 0;
      const value = event[device];
      if (!failed && typeof value === 'string' && value !== '') return value;
    }
    return undefined;
  }

  private async events(selector: Readonly<Record<string, string>>): Promise<Record<string, unknown>[]> {
    const asked = new URLSearchParams({ ...selector, customerAuthenticator: this.options.authenticator });
    const reply = await this.ask('GET', `${this.options.recordUrl}?${asked.toString().replaceAll('+', '%20')}`);
    if (reply.status !== 200) throw new UpstreamTrouble(2);
    try {
      const answer = JSON.parse(reply.text) as unknown;
      const { root } = this.options.records;
      const held = root === undefined ? answer : (answer as Record<string, unknown>)[root];
      const listed: unknown[] = Array.isArray(held) ? held : [held];
      return listed.filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null);
    } catch {
      throw new UpstreamTrouble(3);
    }
  }

  private cut(cookie: string): string {
    return Array.from(cookie).slice(0, this.cookieLength).join('');
  }

  private ask(method: 'GET' | 'POST', url: string, form?: string): Promise<Reply> {
    const send = url.startsWith('https:') ? secureRequest : plainRequest;
    return new Promise((resolve, reject) => {
      const trouble = (): void => {
        reject(new UpstreamTrouble(1));
      };
      const headers = form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' };
      const { ca, client } = this.options;
      const options = { method, headers, ca, ...client, signal: AbortSignal.timeout(PATIENCE_MS) };
      const asking = send(url, options, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part: string) => {
          text += part;
          if (text.length > LARGEST_REPLY) response.destroy(new Error('too much'));
        });
        response.on('end', () => {
          resolve({ status: response.statusCode ?? 0, text });
        });
        response.on('error', trouble);
      });
      asking.on('error', trouble);
      asking.end(form);
    });
  }
}
