import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { VirtualClock, type HttpRequest, type HttpResponse } from '../../exchange';
import { TAG, loadTestCredentials, type Device } from '../../fairplay';
import { readUriList, tokenOf } from '../../protocol';
import { formEncode, type Parameter } from '../parameters';
import {
  AUTHENTICATOR,
  LICENSE_URL,
  START_MS,
  TOKEN_URL,
  createService,
  device,
  fixedRandom,
  get,
  jsonOf,
  post,
  spcOf,
} from '../testing/pair';
import { deviceIdText } from './device-id';
import { createExpressPlay } from './expressplay';
import type { ExpressPlayOptions } from './expressplay-options';

const KEY = '00112233445566778899aabbccddeeff';
const IV = 'ffeeddccbbaa99887766554433221100';
const A = device('A');
const B = device('B');
const idOf = (player: Device): string => deviceIdText(player.hu, 'hex');

function stage(options: Partial<ExpressPlayOptions> = {}) {
  const clock = new VirtualClock(START_MS);
  const service = createService(clock, options);
  const url = async (...extra: Parameter[]): Promise<string> => {
    const parameters = formEncode([
      ['customerAuthenticator', AUTHENTICATOR],
      ['contentKey', KEY],
      ['iv', IV],
      ...extra,
    ]);
    const response = await service.handle(get(`${TOKEN_URL}?${parameters}`));
    return readUriList(response.body.toString()).url ?? assert.fail(response.body.toString());
  };
  const events = () => service.history.select('account 1', { kind: 'recent' });
  return { clock, service, url, events };
}

function assertRefused(response: HttpResponse, code: number): void {
  assert.equal(response.status, 403);
  assert.equal(response.headers['content-type'], 'application/json');
  assert.equal(jsonOf(response).errorCode, code);
}

describe('license service: grants', () => {
  it('answers a raw SPC with a raw CKC that opens with the key of the token', async () => {
    const { service, url, events } = stage();
    for (const player of [A, B]) {
      const spc = spcOf(player);
      const response = await service.handle(post(await url(['cookie', 'c']), spc.bytes));
      assert.deepEqual([response.status, response.headers['content-type']], [200, 'application/octet-stream']);
      const license = spc.open(response.body);
      assert.equal(license.contentKey.toString('hex'), KEY);
      assert.equal(license.iv.toString('hex'), IV);
    }
    assert.deepEqual(
      events().map(({ cookie, deviceId, errorCode }) => [cookie, deviceId, errorCode]),
      [
        ['c', idOf(B), undefined],
        ['c', idOf(A), undefined],
      ],
    );
  });

  it('gives the bound device its license, and the same token twice', async () => {
    const { service, url } = stage();
    const bound = await url(['cookie', 'c'], ['deviceid', idOf(A)]);
    for (let count = 0; count < 2; count += 1) {
      assert.equal((await service.handle(post(bound, spcOf(A).bytes))).status, 200);
    }
  });

  it('carries a rental duration into the license, if there is one', async () => {
    const { service, url } = stage();
    for (const [rental, seconds] of [
      ['86400', 86400],
      ['0', undefined],
    ] as const) {
      const spc = spcOf(A);
      const { body } = await service.handle(post(await url(['rentalDuration', rental]), spc.bytes));
      assert.equal(spc.open(body).rentalSeconds, seconds);
    }
  });

  it('binds in the text form it is set to', async () => {
    for (const deviceIdForm of ['hex', 'HEX', 'guid'] as const) {
      const { service, url, events } = stage({ deviceIdForm });
      await service.handle(post(await url(), spcOf(A).bytes));
      const recorded = events()[0]?.deviceId ?? '';
      assert.equal(recorded, deviceIdText(A.hu, deviceIdForm));
      const bound = await url(['deviceid', recorded]);
      assert.equal((await service.handle(post(bound, spcOf(A).bytes))).status, 200);
      assertRefused(await service.handle(post(bound, spcOf(B).bytes)), -4001);
    }
  });

  it('logs an unbound redemption through an AV adapter without a device', async () => {
    const { service, url, events } = stage();
    const { bytes } = spcOf(A, { indicator: 'av-adapter' });
    assert.equal((await service.handle(post(await url(['cookie', 'c']), bytes))).status, 200);
    assert.deepEqual(events(), [{ cookie: 'c', eventId: 1, atMs: START_MS }]);
  });
});

describe('license service: refusals', () => {
  it('refuses another device, a changed HU and an AV adapter for a bound token, and logs no device', async () => {
    const { service, url, events } = stage();
    const similar = Buffer.from(A.hu);
    similar[19] = (similar[19] ?? 0) ^ 1;
    const others = [spcOf(B), spcOf(A, { hu: similar }), spcOf(A, { indicator: 'av-adapter' })];
    for (const { bytes } of others) {
      const bound = await url(['cookie', 'c'], ['deviceid', idOf(A)]);
      assertRefused(await service.handle(post(bound, bytes)), -4001);
      assert.equal((await service.handle(post(bound, spcOf(A).bytes))).status, 200);
    }
    const refused = events().filter(({ errorCode }) => errorCode !== undefined);
    assert.equal(refused.length, 3);
    for (const event of refused)
      assert.deepEqual([event.cookie, event.deviceId, event.errorCode], ['c', undefined, -4001]);
  });

  it('lets nothing beside the token change the binding or the cookie', async () => {
    const { service, url, events } = stage();
    const bound = await url(['cookie', 'c'], ['deviceid', idOf(A)]);
    for (const name of ['deviceid', 'deviceId', 'device_id', 'cookie']) {
      assertRefused(await service.handle(post(`${bound}&${name}=${idOf(B)}`, spcOf(B).bytes)), -4001);
    }
    const free = await url(['cookie', 'c']);
    assert.equal((await service.handle(post(`${free}&cookie=other&id=x`, spcOf(B).bytes))).status, 200);
    assert.equal(events()[0]?.cookie, 'c');
  });

  it('judges the limit to the millisecond: at the limit the token is over', async () => {
    for (const [form, offsetMs, status] of [
      ['+60', -1000, 200],
      ['+60', -1, 200],
      ['+60', 0, 403],
      ['+60', 1000, 403],
      ['2030-01-01T00:01:00Z', -1000, 200],
      ['2030-01-01T00:01:00Z', 0, 403],
      ['2030-01-01T00:01:00Z', 1000, 403],
    ] as const) {
      const { clock, service, url } = stage();
      const token = await url(['expirationTime', form]);
      clock.advance(60_000 + offsetMs);
      assert.equal((await service.handle(post(token, spcOf(A).bytes))).status, status, `${form} ${String(offsetMs)}`);
    }
  });

  it('ends a token without expirationTime after 30 days', async () => {
    const { clock, service, url } = stage();
    const token = await url();
    clock.advance(2_592_000_000 - 1);
    assert.equal((await service.handle(post(token, spcOf(A).bytes))).status, 200);
    clock.advance(1);
    assertRefused(await service.handle(post(token, spcOf(A).bytes)), -4010);
  });

  it("judges a token by that token's own time", async () => {
    const { clock, service, url, events } = stage();
    const first = await url(['expirationTime', '+60'], ['cookie', 'c']);
    const second = await url(['expirationTime', '+60']);
    clock.shift(tokenOf(first) ?? '', 60);
    assertRefused(await service.handle(post(first, spcOf(A).bytes)), -4010);
    assert.equal((await service.handle(post(second, spcOf(A).bytes))).status, 200);
    assert.deepEqual(events()[1], { cookie: 'c', errorCode: -4010, eventId: 1, atMs: START_MS });
  });

  it('refuses an expired token for its age whatever else is wrong', async () => {
    const { clock, service, url } = stage();
    const bound = await url(['expirationTime', '+1'], ['deviceid', idOf(A)]);
    clock.advance(1000);
    assertRefused(await service.handle(post(bound, spcOf(B).bytes)), -4010);
    assertRefused(await service.handle(post(bound, 'no SPC')), -4010);
  });

  it('takes its own tokens only, from the query only, and logs nothing else', async () => {
    const { service, url, events } = stage();
    const good = await url();
    const token = tokenOf(good) ?? '';
    const flipped = `${token.slice(0, 50)}${token[50] === 'A' ? 'B' : 'A'}${token.slice(51)}`;
    const { bytes } = spcOf(A);
    const requests: HttpRequest[] = [
      post(LICENSE_URL, bytes),
      post(`${LICENSE_URL}?ExpressPlayToken=`, bytes),
      post(`${LICENSE_URL}?expressplaytoken=${token}`, bytes),
      post(`${LICENSE_URL}?ExpressPlayToken=${flipped}`, bytes),
      post(good.slice(0, -1), bytes),
      { ...post(LICENSE_URL, bytes), headers: { expressplaytoken: token } },
    ];
    for (const request of requests) assertRefused(await service.handle(request), -4010);
    assert.deepEqual(events(), []);
    const credentials = loadTestCredentials();
    const stranger = createExpressPlay(
      { accounts: [], licenseUrl: LICENSE_URL, credentials },
      { clock: new VirtualClock(START_MS), random: fixedRandom('another environment') },
    );
    assertRefused(await stranger.handle(post(good, bytes)), -4010);
  });

  it('refuses a token of another DRM with -6002', async () => {
    const { service } = stage();
    assertRefused(
      await service.handle(post(`${LICENSE_URL}?ExpressPlayToken=${service.otherDrmToken()}`, spcOf(A).bytes)),
      -6002,
    );
  });

  it('refuses what is no SPC with -4001, logs it, and stays up', async () => {
    const { service, url, events } = stage();
    const good = spcOf(A).bytes;
    const integrity = spcOf(A, {
      tweak: { skR1: (plain) => Buffer.concat([plain.subarray(0, 95), Buffer.of((plain[95] ?? 0) ^ 1)]) },
    }).bytes;
    const bodies = [
      Buffer.alloc(0),
      good.subarray(0, -1),
      Buffer.from('{"spc":""}'),
      Buffer.from(good.toString('base64')),
      Buffer.from(`spc=${encodeURIComponent(good.toString('base64'))}`),
      loadTestCredentials().certificate,
      Buffer.alloc(1 << 20, 7),
      integrity,
    ];
    const token = await url(['cookie', 'c']);
    for (const body of bodies) assertRefused(await service.handle(post(token, body)), -4001);
    assert.equal(events().length, bodies.length);
    for (const event of events())
      assert.deepEqual([event.cookie, event.deviceId, event.errorCode], ['c', undefined, -4001]);
    assert.equal((await service.handle(post(token, good))).status, 200);
  });

  it('refuses an SPC that no CKC can answer with -6004', async () => {
    const { service, url, events } = stage();
    const { bytes } = spcOf(A, { returnRequest: [TAG.transactionId, '0123456789abcdef'] });
    assertRefused(await service.handle(post(await url(['cookie', 'c']), bytes)), -6004);
    assert.deepEqual(events(), [{ cookie: 'c', errorCode: -6004, eventId: 1, atMs: START_MS }]);
  });

  it('answers other methods with 405 and no license', async () => {
    const { service, url, events } = stage();
    const token = await url();
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE']) {
      const response = await service.handle({ ...post(token, spcOf(A).bytes), method });
      assert.deepEqual([response.status, response.headers.allow], [405, 'POST']);
    }
    assert.deepEqual(events(), []);
  });

  it('cannot be made with credentials that read no SPC', () => {
    const credentials = { ...loadTestCredentials(), privateKey: undefined };
    assert.throws(() => createService(new VirtualClock(0), { credentials }), /hold no private key/);
  });
});
