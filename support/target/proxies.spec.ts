import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isExcepted, proxyForTargets, proxyLines } from './proxies';

const NONE = { http: undefined, https: undefined, except: undefined };
const set = (environment: Partial<Record<'http' | 'https' | 'except', string>>, proxy?: string) => ({
  network: { proxy, environment: { ...NONE, ...environment } },
});

describe('the proxy for a target', () => {
  it('is none where nobody names one', () => {
    assert.equal(proxyForTargets(set({})), undefined);
    assert.equal(proxyForTargets(set({ except: '*' })), undefined);
    assert.deepEqual(proxyLines(set({})), []);
  });

  it('is that of the setting for every target, also one on loopback', () => {
    const proxyFor = proxyForTargets(set({}, 'http://p:1'));
    for (const url of ['http://a.test', 'https://a.test/x', 'http://127.0.0.1:9'])
      assert.equal(proxyFor?.(url), 'http://p:1');
  });

  it('is that of the environment by scheme, and none for loopback', () => {
    const proxyFor = proxyForTargets(set({ http: 'http://p:1', https: 'http://p:2', except: 'b.test' }));
    const of = (url: string) => proxyFor?.(url);
    assert.equal(of('http://a.test/'), 'http://p:1');
    assert.equal(of('https://a.test/'), 'http://p:2');
    assert.equal(of('HTTPS://a.test/'), 'http://p:2');
    for (const url of ['http://localhost:1', 'https://127.0.0.9', 'https://[::1]:2/', 'https://x.b.test']) {
      assert.equal(of(url), undefined, url);
    }
    assert.equal(proxyForTargets(set({ https: 'http://p:2' }))?.('http://a.test'), undefined);
  });

  it('is shown without user and password', () => {
    const lines = proxyLines(set({ https: 'http://user:pa55word@p:2' }));
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', /^Targets over https are called by the proxy http:\/\/p:2 \(HTTPS_PROXY/);
    assert.deepEqual(proxyLines(set({}, 'http://user:pa55word@p:2')), [
      'Targets are called by the proxy http://p:2 (network.proxy)',
    ]);
  });
});

describe('NO_PROXY', () => {
  const cases: readonly [list: string, url: string, excepted: boolean][] = [
    ['*', 'https://a.test', true],
    ['', 'https://a.test', false],
    ['a.test', 'https://a.test', true],
    ['A.test', 'https://a.TEST', true],
    ['a.test', 'https://sub.a.test', true],
    ['.a.test', 'https://sub.a.test', true],
    ['*.a.test', 'https://sub.a.test', true],
    ['a.test', 'https://ba.test', false],
    ['sub.a.test', 'https://a.test', false],
    ['b.test, a.test', 'https://a.test', true],
    ['b.test a.test', 'https://a.test', true],
    ['a.test:443', 'https://a.test', true],
    ['a.test:8443', 'https://a.test', false],
    ['a.test:8443', 'https://a.test:8443', true],
    ['a.test:80', 'http://a.test', true],
    ['10.1.2.3', 'http://10.1.2.3', true],
    ['10.1.2.3', 'http://10.1.2.4', false],
    ['10.0.0.0/8', 'http://10.1.2.4', true],
    ['10.0.0.0/8', 'http://11.1.2.4', false],
    ['10.0.0.0/99', 'http://10.1.2.4', false],
    ['10.0.0.0/8', 'http://host.test', false],
    ['fd00::/8', 'http://[fd00::1]:8', true],
    ['fd00::1', 'http://[fd00::1]:8', true],
    ['[fd00::1]:8', 'http://[fd00::1]:8', true],
    ['[fd00::1]:9', 'http://[fd00::1]:8', false],
    ['.', 'https://a.test', false],
    ['a.test/', 'https://a.test', false],
  ];
  for (const [list, url, excepted] of cases) {
    it(`"${list}" ${excepted ? 'excepts' : 'does not except'} ${url}`, () =>
      assert.equal(isExcepted(url, list), excepted));
  }
});
