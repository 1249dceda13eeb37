import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { loadAxiosWithoutFetch } from './loaded-axios';
import { createTransport } from './transport';

const OF_FETCH = ['fetch', 'Request', 'Response', 'FormData'] as const;

/** Of node's own: whether its client for fetch is there. */
const clientsOfFetch = (): string[] =>
  (process as unknown as { moduleLoadList: string[] }).moduleLoadList.filter((name) => name.includes('undici'));

describe('axios without fetch', () => {
  it('is loaded without the client that node has for fetch, leaves the globals as they are, and serves transports', async (context) => {
    assert.deepEqual(clientsOfFetch(), []);
    const before = OF_FETCH.map((name) => Object.getOwnPropertyDescriptor(globalThis, name));
    loadAxiosWithoutFetch();
    const call = createTransport();
    assert.deepEqual(clientsOfFetch(), []);
    assert.deepEqual(
      OF_FETCH.map((name) => Object.getOwnPropertyDescriptor(globalThis, name)),
      before,
    );
    const server = createServer((request, response) => request.pipe(response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    context.after(() => {
      call.close();
      server.close();
    });
    const url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`;
    const answer = await call({ method: 'POST', url, headers: {}, body: Buffer.from('over a socket') });
    assert.deepEqual([answer.status, answer.body.toString()], [200, 'over a socket']);
    assert.equal(await new Response('as ever').text(), 'as ever');
  });
});
