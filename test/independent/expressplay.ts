/**
 * An ExpressPlay for FairPlay, written from the public description of the protocol alone. Where that leaves freedom it does
 * otherwise than the reference: tokens are handles of a table and good for one license, licenses come from hosts of their own,
 * errors and records have another form, refused redemptions are logged with the device that tried.
 */
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Door, type Answer } from './door';
import { openSpc, projectSecrets, UnansweredSpc, UnreadableSpc, writeCkc, type OpenedSpc } from './fairplay';
import { LicenseJournal, type RecordForm } from './license-journal';
import { accountOf, Fault, readOrder, type StoredKey, type TokenOrder } from './token-order';

/** Ways to be wrong, each of them the only one. */
export type ExpressPlayFlaw =
  | 'any device'
  | 'expiry ignored'
  | 'failed redemption associates'
  | 'records of any cookie'
  | 'records of any account'
  | 'device from the url'
  | 'any authenticator'
  | 'cookie of 33 accepted'
  | 'token in an error'
  | 'any token of its shape';

export interface ExpressPlayOptions {
  /** API keys, one per account. */
  readonly accounts: readonly string[];
  readonly storedKeys: readonly StoredKey[];
  /** A token that was issued for another DRM. */
  readonly foreignToken: string;
  /** PEM. */
  readonly tls: { readonly cert: string; readonly key: string };
  readonly records: RecordForm;
  /** How a license is wrapped. */
  readonly licenses: 'bare' | 'tagged';
  readonly flaw?: ExpressPlayFlaw | undefined;
}

const RIGHTS = '/eu-1/hms/fp/rights/';

export class IndependentExpressPlay {
  readonly tokenUrl: string;
  readonly recordUrl: string;
  private readonly orders = new Map<string, TokenOrder>();
  private readonly spent = new Set<string>();
  private readonly journal: LicenseJournal;
  private readonly secrets = projectSecrets();

  private constructor(
    private readonly options: ExpressPlayOptions,
    private readonly doors: Doors,
  ) {
    this.tokenUrl = `${doors.front.base}/hms/fp/token`;
    this.recordUrl = `${doors.front.base}/cmiapi/getrecord/`;
    this.journal = new LicenseJournal(options.records, {
      anyCookie: options.flaw === 'records of any cookie',
      anyAccount: options.flaw === 'records of any account',
    });
  }

  static async open(options: ExpressPlayOptions): Promise<IndependentExpressPlay> {
    const doors = {
      front: await Door.open(options.tls),
      plain: await Door.open(),
      secure: await Door.open(options.tls),
    };
    const service = new IndependentExpressPlay(options, doors);
    doors.front.serve((...asked) => service.atTheFront(...asked));
    doors.plain.serve((...asked) => service.atTheLicenseDoor(...asked));
    doors.secure.serve((...asked) => service.atTheLicenseDoor(...asked));
    return service;
  }

  async close(): Promise<void> {
    await Promise.all(Object.values(this.doors).map((door: Door) => door.close()));
  }

  private atTheFront(request: IncomingMessage, url: URL, body: Buffer): Answer {
    if (url.pathname === '/cmiapi/getrecord/') return this.records(request, url);
    if (url.pathname !== '/hms/fp/token') return nowhere;
    const asked = parametersOf(request, url, body);
    if (!asked) return { status: 400, type: 'text/html', body: '<p>Send a GET, or a POST with a form.</p>' };
    try {
      return { status: 200, type: 'Text/URI-List; charset=utf-8', body: this.issue(asked) };
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return this.faulty(error, asked);
    }
  }

  private issue(asked: URLSearchParams): string {
    const format = asked.get('errorFormat');
    if (format !== null && format !== 'json' && format !== 'html') throw new Fault(-3004, 400, 'error format');
    const { flaw } = this.options;
    if (flaw === 'any authenticator') asked.set('customerAuthenticator', this.options.accounts[0] ?? '');
    if (flaw === 'cookie of 33 accepted') {
      const cookie = asked.get('cookie');
      if (cookie !== null) asked.set('cookie', cookie.slice(0, 32));
    }
    const order = readOrder(asked, this.options, Date.now());
    const url = this.handOut(order, asked.get('useHttps') === 'true');
    this.journal.write({ ...order, kind: 'token', device: undefined, result: 0 });
    return `# one license\r\n${url}\r\n`;
  }

  private handOut(order: TokenOrder, secure: boolean): string {
    const token = randomBytes(33).toString('base64url');
    this.orders.set(token, order);
    return `${(secure ? this.doors.secure : this.doors.plain).base}${RIGHTS}?ExpressPlayToken=${token}`;
  }

  private faulty(fault: Fault, asked: URLSearchParams): Answer {
    const { number, status, message } = fault;
    if (asked.get('errorFormat') === 'json') {
      const leak =
        this.options.flaw === 'token in an error' ? { retry: this.handOut(readOrderAnyway(asked), false) } : {};
      const body = JSON.stringify({ outcome: 'fault', details: [{ text: message, number: String(number) }], ...leak });
      return { status, type: 'application/json;charset=UTF-8', body };
    }
    const body = `<!doctype html><title>Fault</title><h1>${message}</h1><p>No. ${number}</p>`;
    return { status, type: 'text/html; charset=iso-8859-1', body };
  }

  private records(request: IncomingMessage, url: URL): Answer {
    const asked = url.searchParams;
    if (request.method !== 'GET') return { status: 405, type: 'text/plain', body: 'GET only' };
    try {
      const account = accountOf(asked, this.options.accounts);
      const window = [asked.get('start'), asked.get('length')] as const;
      if (asked.has('id')) throw new Fault(0, 400, 'no longer offered');
      if (asked.has('cookie') && (asked.has('start') || asked.has('length'))) throw new Fault(0, 400, 'one at a time');
      const [start, length] = window.map(Number);
      const body = this.journal.tell({
        account,
        cookie: asked.get('cookie') ?? undefined,
        window: window[0] === null || window[1] === null ? undefined : [start ?? 0, length ?? 0],
      });
      return { status: 200, type: 'application/json', body };
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      return { status: error.status, type: 'text/plain', body: error.message };
    }
  }

  private atTheLicenseDoor(request: IncomingMessage, url: URL, body: Buffer): Answer {
    if (url.pathname !== RIGHTS) return nowhere;
    if (request.method !== 'POST') return { status: 405, type: 'text/plain', body: 'POST only' };
    const token = url.searchParams.get('ExpressPlayToken') ?? '';
    if (token === this.options.foreignToken) return refusal(400, -6002, 'not a FairPlay token');
    const order = this.orders.get(token) ?? this.lenient(token);
    if (!order || this.spent.has(token)) return refusal(404, -4010, 'no such token');
    let spc: OpenedSpc | undefined;
    try {
      spc = openSpc(body, this.secrets);
      this.judge(order, spc, url);
    } catch (error) {
      const fault = faultOf(error);
      this.log(order, spc, this.options.flaw === 'failed redemption associates' ? 0 : fault.number);
      return refusal(fault.status, fault.number, fault.message);
    }
    this.spent.add(token);
    this.log(order, spc, 0);
    const ckc = writeCkc(spc, order);
    return this.options.licenses === 'bare'
      ? { status: 200, type: 'application/vnd.apple.fairplay.ckc', body: ckc }
      : { status: 200, type: 'text/xml', body: `<ckc>${ckc.toString('base64')}</ckc>\n` };
  }

  /** @throws {Fault} */
  private judge(order: TokenOrder, spc: OpenedSpc, url: URL): void {
    const { flaw } = this.options;
    if (Date.now() >= order.endsAt && flaw !== 'expiry ignored') throw new Fault(-4010, 410, 'Expired token');
    if (order.device === undefined || flaw === 'any device') return;
    const wanted = (flaw === 'device from the url' ? url.searchParams.get('deviceid') : null) ?? order.device;
    if (spc.adapter || wanted !== nameOf(spc.device)) throw new Fault(-4001, 403, 'this token is for another device');
  }

  private log(order: TokenOrder, spc: OpenedSpc | undefined, result: number): void {
    const device = spc && !spc.adapter ? nameOf(spc.device) : undefined;
    this.journal.write({ account: order.account, kind: 'license', cookie: order.cookie, device, result });
  }

  private lenient(token: string): TokenOrder | undefined {
    if (this.options.flaw !== 'any token of its shape' || token.length < 40) return undefined;
    return [...this.orders.values()].at(-1);
  }
}

/** How a device is called outside: nothing says how, so it is no hex. */
function nameOf(device: Buffer): string {
  return `HU/${device.toString('base64')}`;
}

function faultOf(error: unknown): Fault {
  if (error instanceof Fault) return error;
  if (error instanceof UnreadableSpc) return new Fault(-4001, 403, error.message);
  if (error instanceof UnansweredSpc) return new Fault(-6004, 500, error.message);
  throw error;
}

function refusal(status: number, number: number, why: string): Answer {
  return { status, type: 'text/html', body: `<html><body><b>${why}</b> (${number})</body></html>` };
}

const nowhere: Answer = { status: 404, type: 'text/html', body: '<p>Nothing here.</p>' };

/** An order that was refused, as if it had not been. */
function readOrderAnyway(asked: URLSearchParams): TokenOrder {
  const hex = (name: string): Buffer => Buffer.from((asked.get(name) ?? '').padEnd(32, '0').slice(0, 32), 'hex');
  return {
    account: '',
    key: hex('contentKey'),
    iv: hex('iv'),
    rentalSeconds: 0,
    endsAt: Date.now() + 60_000,
    cookie: asked.get('cookie') ?? undefined,
    device: undefined,
  };
}

function parametersOf(request: IncomingMessage, url: URL, body: Buffer): URLSearchParams | undefined {
  if (request.method === 'GET') return url.searchParams;
  const form = /^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '');
  return request.method === 'POST' && form ? new URLSearchParams(body.toString('utf8')) : undefined;
}

interface Doors {
  readonly front: Door;
  readonly plain: Door;
  readonly secure: Door;
}
