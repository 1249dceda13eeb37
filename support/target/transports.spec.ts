import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TransportError, type Carrier } from '../exchange';
import { loadConfiguration } from './configuration';
import { transportToSees } from './transports';

describe('the way to a SEES of ours', () => {
  const SLOW_MS = 30;
  /** A SEES whose own calls take longer than all their limits together. */
  const adapter: Carrier = (_request, { ending }) =>
    new Promise((resolve, reject) => {
      ending.onEnd(() => reject(new Error('too late')));
      setTimeout(() => resolve({ status: 200, headers: {}, body: Buffer.from('{}') }), SLOW_MS);
    });
  const loaded = loadConfiguration({ env: {}, cwd: __dirname });
  const timeouts = { ...loaded.timeouts, entitlementMs: 1, tokenMs: 1, recordMs: 1 };
  const request = { method: 'POST', url: 'https://sees.test/', headers: {}, body: Buffer.from('{}') };

  it('has a limit: what its calls may take', async () => {
    const call = transportToSees({ ...loaded, timeouts }, adapter);
    await assert.rejects(call(request), (error) => error instanceof TransportError && error.failure === 'timeout');
    call.close();
  });

  it('has none where its calls wait for their turn', async () => {
    const call = transportToSees({ ...loaded, timeouts, rate: { requestsPerSecond: 1 } }, adapter);
    assert.equal((await call(request)).status, 200);
    call.close();
  });
});
