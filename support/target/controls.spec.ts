import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { VirtualClock, type Handler, type HttpResponse } from '../exchange';
import { Device, loadTestCredentials } from '../fairplay';
import { tokenOf } from '../protocol';
import { loadConfiguration } from './configuration';
import { controlled } from './controls';
import { expressPlayDouble } from './doubles';
import type { ExpressPlayControls } from './target';

const EP = 'https://ep.example';
const START_MS = Date.UTC(2030, 0, 1);
const LIFE_SECONDS = 600;

/** Our ExpressPlay with its knobs, and what a SEES and a player do with it. */
class Double {
  readonly configuration = loadConfiguration({ env: {}, cwd: __dirname, options: { seed: 1 } });
  readonly clock = new VirtualClock(START_MS);
  readonly handler: Handler;
  readonly controls: ExpressPlayControls;
  readonly #device = new Device({ name: 'device A', hu: Buffer.alloc(20, 0xa1) });

  constructor() {
    const service = expressPlayDouble(this.configuration, this.clock, `${EP}/hms/fp/rights/`);
    ({ handler: this.handler, controls: this.controls } = controlled(service, {
      clock: this.clock,
      accountsInStates: new Map(),
      records: {
        declared: true,
        answer: () => ({ status: 200, headers: {}, body: Buffer.from('[]') }),
        deviceId: (hu) => hu.toString('hex'),
      },
      elsewhere: 'https://elsewhere.example/',
    }));
  }

  /** Asks for a token under a cookie; the answer is its URL. */
  async issue(cookie = 'c'): Promise<HttpResponse> {
    const { contentKey, iv } = this.configuration.sees.contents[0]!;
    const life = `+${String(LIFE_SECONDS)}`;
    return this.#get('/hms/fp/token', { contentKey, iv, cookie, expirationTime: life });
  }

  async url(cookie?: string): Promise<string> {
    return (await this.issue(cookie)).body.toString('utf8').trim();
  }

  /** Events under the cookie. */
  async events(cookie = 'c'): Promise<number> {
    const { body } = await this.#get('/cmiapi/getrecord/', { cookie });
    return (JSON.parse(body.toString('utf8')) as unknown[]).length;
  }

  /** Status of the answer to an SPC. */
  async redeem(url: string): Promise<number> {
    const { bytes } = this.#device.createSpc({ contentID: 'skd://title', credentials: loadTestCredentials() });
    return (await this.handler({ method: 'POST', url, headers: {}, body: bytes })).status;
  }

  #get(path: string, query: Record<string, string>): Promise<HttpResponse> {
    const customerAuthenticator = this.configuration.expressplay.customerAuthenticator!;
    const parameters = new URLSearchParams({ customerAuthenticator, ...query });
    const url = `${EP}${path}?${parameters.toString()}`;
    return this.handler({ method: 'GET', url, headers: {}, body: Buffer.alloc(0) });
  }
}

const teapot = (): HttpResponse => ({ status: 418, headers: {}, body: Buffer.alloc(0) });

describe('fault', () => {
  it('answers the calls of one operation until it is ended', async () => {
    const double = new Double();
    const url = await double.url();
    const heal = double.controls.fault('token', teapot);
    assert.equal((await double.issue()).status, 418);
    assert.equal(await double.events(), 0, 'records answer');
    assert.equal(await double.redeem(url), 200, 'licenses too');
    heal();
    assert.equal((await double.issue()).status, 200);
    heal();
    assert.equal((await double.issue()).status, 200);
  });

  it('lets through what it has no answer for', async () => {
    const double = new Double();
    double.controls.fault('token', ({ url }) => (url.includes('cookie=hit') ? teapot() : undefined));
    assert.equal((await double.issue('hit')).status, 418);
    assert.equal((await double.issue('miss')).status, 200);
  });

  it('stands beside others, the first that answers counts', async () => {
    const double = new Double();
    const heal = double.controls.fault('token', teapot);
    double.controls.fault('token', () => ({ ...teapot(), status: 503 }));
    assert.equal((await double.issue()).status, 418);
    heal();
    assert.equal((await double.issue()).status, 503);
  });
});

describe('holdRecords', () => {
  it('hides events that are logged from now on, until it is ended', async () => {
    const double = new Double();
    assert.equal(await double.redeem(await double.url()), 200);
    const release = double.controls.holdRecords();
    assert.equal(await double.redeem(await double.url()), 200);
    assert.equal(await double.events(), 1);
    release();
    assert.equal(await double.events(), 2);
  });
});

describe('shift and limitOf', () => {
  it('tells when a token ends, by the clock of the double', async () => {
    const double = new Double();
    const token = tokenOf(await double.url())!;
    assert.equal(double.controls.limitOf(token), START_MS + LIFE_SECONDS * 1000);
    assert.equal(double.controls.limitOf('AQAAAA-of-nobody'), undefined);
    assert.equal(double.controls.issuedAt(token), START_MS);
    assert.equal(double.controls.issuedAt('AQAAAA-of-nobody'), undefined);
  });

  it('judges that token alone by another time', async () => {
    const double = new Double();
    const [early, late, other] = [await double.url(), await double.url(), await double.url()];
    double.controls.shift(tokenOf(early)!, LIFE_SECONDS - 1);
    double.controls.shift(tokenOf(late)!, LIFE_SECONDS + 1);
    assert.deepEqual(await Promise.all([early, late, other].map((url) => double.redeem(url))), [200, 403, 200]);
    assert.equal(double.clock.now(), START_MS);
  });
});
