import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';

const ROOT = join(__dirname, '..', '..');

describe('axios without fetch', () => {
  it('is loaded without the client that node has for fetch, leaves the globals as they are, and serves transports', () => {
    // In a process in which nobody has loaded it.
    const script = `
      const assert = require('node:assert/strict');
      const { createServer } = require('node:http');
      const ofFetch = ['fetch', 'Request', 'Response', 'FormData', 'ReadableStream'];
      const descriptors = () => ofFetch.map((name) => Object.getOwnPropertyDescriptor(globalThis, name));
      const clients = () => process.moduleLoadList.filter((name) => /undici|readablestream/.test(name));
      (async () => {
        const { createTransport, loadAxiosWithoutFetch } = require('./bin/program.cjs').begin('exchange');
        assert.deepEqual(clients(), []);
        const before = descriptors();
        loadAxiosWithoutFetch();
        const call = createTransport();
        assert.deepEqual(clients(), []);
        assert.deepEqual(descriptors(), before);
        assert.deepEqual(Object.keys(require.cache).filter((path) => path.includes('form-data')), []);
        // Whoever wants forms has them all the same.
        const forms = require('node:module').createRequire(require.resolve('axios'))('form-data');
        assert.match(new forms().getHeaders()['content-type'], /^multipart/);
        const server = createServer((request, response) => request.pipe(response));
        await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
        const url = 'http://127.0.0.1:' + server.address().port + '/';
        const answer = await call({ method: 'POST', url, headers: {}, body: Buffer.from('over a socket') });
        call.close();
        server.close();
        console.log(answer.status, answer.body.toString(), await new Response('as ever').text());
      })();`;
    assert.equal(
      execFileSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8' }),
      '200 over a socket as ever\n',
    );
  });
});
