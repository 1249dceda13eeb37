import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ProxyServer, proxyCredentials, proxyRefusal, unreachable } from './proxy';

describe('a proxy', () => {
  it('is shown without user and password, and told them', () => {
    const proxy = new ProxyServer('http://us%40er:pa%3Ass@[::1]:3128/ignored');
    assert.equal(proxy.shown, 'http://[::1]:3128');
    assert.deepEqual([proxy.hostname, proxy.port, proxy.secure], ['::1', 3128, false]);
    const expected = Buffer.from('us@er:pa:ss').toString('base64');
    assert.deepEqual(proxy.headers, { 'proxy-authorization': `Basic ${expected}` });
    assert.equal(proxyCredentials(new URL('http://us%40er:pa%3Ass@p'))?.password, 'pa:ss');
  });

  it('has the usual ports, and nothing to tell where its URL holds nobody', () => {
    assert.equal(new ProxyServer('http://proxy.test').port, 80);
    assert.equal(new ProxyServer('HTTPS://proxy.test').port, 443);
    assert.deepEqual(new ProxyServer('https://proxy.test').headers, {});
  });

  it('a percent sign that encodes nothing stands for itself', () => {
    assert.equal(proxyCredentials(new URL('http://a:100%@p'))?.password, '100%');
  });

  for (const url of ['socks5://user:pa55word@proxy:1080', 'proxy:3128', 'http://']) {
    it(`${url} is none, and is not repeated`, () => {
      assert.throws(() => new ProxyServer(url), { name: 'TypeError', message: 'The proxy is no http or https URL' });
    });
  }

  it('that wants to know who asks is told of, with what to write where; never with what was written', () => {
    const open = proxyRefusal(new ProxyServer('http://p:1'), 407, 'CONNECT h:443');
    assert.match(open.message, /^http:\/\/p:1 answers 407 .* to CONNECT h:443; .*http:\/\/USER:PASSWORD@HOST:PORT$/);
    const known = proxyRefusal(new ProxyServer('http://user:pa55word@p:1'), 407, 'CONNECT h:443');
    assert.match(known.message, /does not take the user and the password/);
    assert.doesNotMatch(known.message, /pa55word/);
  });

  it('that is not there is told of by the code beneath', () => {
    const inner = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    const error = unreachable(new ProxyServer('http://p:1'), new AggregateError([inner]));
    assert.equal(error.message, 'http://p:1 cannot be used (ECONNREFUSED)');
  });
});
