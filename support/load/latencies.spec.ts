import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Latencies, percentile } from './latencies';

describe('percentile', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1);

  it('is the value that so many do not exceed', () => {
    assert.equal(percentile(hundred, 50), 50);
    assert.equal(percentile(hundred, 95), 95);
    assert.equal(percentile(hundred, 99), 99);
    assert.equal(percentile(hundred, 100), 100);
  });

  it('of few is one of them', () => {
    assert.equal(percentile([7], 50), 7);
    assert.equal(percentile([7], 99), 7);
    assert.equal(percentile([1, 9], 50), 1);
    assert.equal(percentile([1, 9], 95), 9);
  });
});

describe('Latencies', () => {
  it('tells of each arrow that was timed, in the order of the diagram, whatever the order of the answers', () => {
    const latencies = new Latencies();
    for (const ms of [30, 10, 20]) latencies.add('B14-B16', ms);
    latencies.add('B1-B3', 5.04);
    assert.deepEqual(latencies.figures(), [
      { arrow: 'B1-B3', name: 'registration: entitlement', count: 1, p50Ms: 5, p95Ms: 5, p99Ms: 5, maxMs: 5 },
      { arrow: 'B14-B16', name: 'bound title: license', count: 3, p50Ms: 20, p95Ms: 30, p99Ms: 30, maxMs: 30 },
    ]);
  });
});
