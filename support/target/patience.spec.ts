import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ConnectionFault, TransportError, type Call, type HttpRequest } from '../exchange';
import { Patience } from './patience';

const REQUEST: HttpRequest = {
  method: 'GET',
  url: 'https://e.example/hms/fp/token?a=1',
  headers: {},
  body: Buffer.alloc(0),
};
const OTHER: HttpRequest = { ...REQUEST, url: 'https://e.example/hms/fp/token?a=2' };

/** A call that ends only when it is called off. */
const endless: Call = (_request, { signal, ending } = {}) =>
  new Promise((_resolve, reject) => {
    const calledOff = (): void => reject(new TransportError('aborted', undefined, 'called off'));
    signal?.addEventListener('abort', calledOff);
    ending?.onEnd(calledOff);
  });

describe('Patience', () => {
  it('ends a call that meets silence as one that came too late', async () => {
    const patience = new Patience();
    const call = patience.watchCall(endless)(REQUEST);
    const fault = new ConnectionFault('silent', new Promise(() => undefined));
    await assert.rejects(patience.watchHandler(() => Promise.reject(fault))(REQUEST), fault);
    await assert.rejects(call, (error) => error instanceof TransportError && error.failure === 'timeout');
  });

  it('leaves other calls and other troubles alone', async () => {
    const patience = new Patience();
    const states: string[] = [];
    for (const request of [REQUEST, OTHER]) {
      void patience
        .watchCall(endless)(request)
        .catch(() => states.push(request.url));
    }
    const reject = (kind: 'reset' | 'silent') => () => Promise.reject(new ConnectionFault(kind));
    await assert.rejects(patience.watchHandler(reject('reset'))(REQUEST));
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(states, []);
    await assert.rejects(patience.watchHandler(reject('silent'))(OTHER));
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(states, [OTHER.url]);
  });

  it('leaves a limit that the call has itself to tell about it', async () => {
    const late = new TransportError('timeout', undefined, 'no answer within 5 ms');
    const call: Call = (_request, { ending } = {}) => {
      ending?.end('timeout');
      return Promise.reject(late);
    };
    await assert.rejects(new Patience().watchCall(call)(REQUEST), late);
  });

  it('hands on answers, failures and being called off', async () => {
    const patience = new Patience();
    const answer = { status: 200, headers: {}, body: Buffer.alloc(0) };
    assert.equal(await patience.watchCall(() => Promise.resolve(answer))(REQUEST), answer);
    assert.equal(await patience.watchHandler(() => Promise.resolve(answer))(REQUEST), answer);
    const failure = new TransportError('reset', 'ECONNRESET', 'broken');
    await assert.rejects(patience.watchCall(() => Promise.reject(failure))(REQUEST), failure);
    const caller = new AbortController();
    const call = patience.watchCall(endless)(REQUEST, { signal: caller.signal });
    caller.abort();
    await assert.rejects(call, (error) => error instanceof TransportError && error.failure === 'aborted');
  });
});
