import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { TransportError, type Call } from '../exchange';
import { loadConfiguration } from './configuration';
import { openTarget } from './open-target';
import type { Target } from './target';

const stub = async (context: TestContext): Promise<Target> => {
  const options = { hosting: 'direct', seed: 1, nonce: '00'.repeat(8) };
  const target = await openTarget(loadConfiguration({ env: {}, cwd: __dirname, options }));
  context.after(() => target.close());
  return target;
};

describe('the TLS door of profile stub', () => {
  it('lets the trusted player in alone, and shows SEES another host when told to', async (context) => {
    const target = await stub(context);
    const door = await target.tls();
    assert.ok(door);
    assert.equal(await target.tls(), door);
    assert.match(door.seesUrl, /^https:\/\/127\.0\.0\.1:\d+\/sees\//);
    const [content] = target.known.contents.values();
    const ask = async (call: Call | undefined, cookie: string): Promise<unknown> => {
      const json = {
        messageID: cookie,
        version: 1,
        requestType: 2,
        contentID: content?.contentID,
        customerCookie: cookie,
      };
      const headers = { 'content-type': 'application/json' };
      const request = { method: 'POST', url: door.seesUrl, headers, body: Buffer.from(JSON.stringify(json)) };
      try {
        const response = await call?.(request);
        return (JSON.parse(response?.body.toString('utf8') ?? '{}') as { isAllowed?: unknown }).isAllowed;
      } catch (error) {
        assert.ok(error instanceof TransportError, String(error));
        return error.failure;
      }
    };
    assert.equal(await ask(door.as('trusted'), 'cookie-1'), true);
    for (const credential of ['none', 'untrusted', 'expired'] as const) {
      assert.match(String(await ask(door.as(credential), 'cookie-2')), /^(tls|reset)$/, credential);
    }
    const disguise = door.misnameExpressPlay?.();
    assert.equal(disguise?.wasMet(), false);
    assert.equal(await ask(door.as('trusted'), 'cookie-3'), false);
    assert.equal(disguise?.wasMet(), true);
    disguise?.end();
    assert.equal(await ask(door.as('trusted'), 'cookie-4'), true);
  });
});
