import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { createTransport, TransportError, type Handler } from '../exchange';
import { directAdapter } from './direct-adapter';
import { host } from './host';

const get = (url: string) => ({ method: 'GET', url, headers: {}, body: Buffer.alloc(0) });
const gives =
  (body: Buffer, headers = {}): Handler =>
  () =>
    Promise.resolve({ status: 200, headers, body });

describe('directAdapter', () => {
  it('finds the handler by origin, and refuses where there is none', async () => {
    const routes = new Map([
      ['https://a.test', gives(Buffer.from('a'))],
      ['http://a.test:8080', gives(Buffer.from('b'))],
    ]);
    const call = createTransport({ adapter: directAdapter(routes) });
    assert.equal((await call(get('https://A.test:443/x'))).body.toString(), 'a');
    assert.equal((await call(get('http://a.test:8080/x'))).body.toString(), 'b');
    await assert.rejects(
      call(get('http://a.test/x')),
      (error) => error instanceof TransportError && error.failure === 'refused',
    );
  });

  it('keeps the cap of the transport', async () => {
    const call = createTransport({
      adapter: directAdapter(new Map([['http://a.test', gives(Buffer.alloc(11))]])),
      maxResponseBytes: 10,
    });
    await assert.rejects(
      call(get('http://a.test/')),
      (error) => error instanceof TransportError && error.failure === 'too-large',
    );
  });

  for (const [encoding, compress] of [
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
  ] as const) {
    it(`decodes ${encoding} up to the cap`, async () => {
      const routes = new Map([
        ['http://a.test', gives(compress(Buffer.from('plain')), { 'content-encoding': encoding })],
        ['http://bomb.test', gives(compress(Buffer.alloc(1_000_000)), { 'content-encoding': encoding })],
      ]);
      const call = createTransport({ adapter: directAdapter(routes), maxResponseBytes: 10_000 });
      assert.equal((await call(get('http://a.test/'))).body.toString(), 'plain');
      await assert.rejects(
        call(get('http://bomb.test/')),
        (error) => error instanceof TransportError && error.failure === 'too-large',
      );
    });
  }

  it('calls a body that does not decode malformed', async () => {
    const routes = new Map([['http://a.test', gives(Buffer.from('no gzip'), { 'content-encoding': 'gzip' })]]);
    const call = createTransport({ adapter: directAdapter(routes) });
    await assert.rejects(
      call(get('http://a.test/')),
      (error) => error instanceof TransportError && error.failure === 'malformed',
    );
  });
});

describe('host', () => {
  it('wants an origin, no more and no less', () => {
    for (const origin of ['https://a.test/path', 'a.test', 'ftp://a.test', '', 'https://a.test?x']) {
      assert.throws(() => host(gives(Buffer.alloc(0)), { hosting: 'direct', origin }), TypeError);
    }
    assert.equal(
      host(gives(Buffer.alloc(0)), { hosting: 'direct', origin: 'https://A.test/' }).origin,
      'https://a.test',
    );
  });
});
