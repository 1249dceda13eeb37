import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { selectDevice } from './device-choice';
import type { RecordedEvent } from './recorded-event';

const event = (deviceId: string | undefined, cookie = 'k', failed = false): RecordedEvent =>
  deviceId === undefined ? { cookie, failed } : { cookie, deviceId, failed };

describe('selectDevice', () => {
  it('finds none where no granted redemption of this very cookie has a device', () => {
    for (const events of [
      [],
      [event(undefined)],
      [event('d', 'k', true)],
      [event('d', 'K'), event('d', 'k '), event('d', '')],
      [{ deviceId: 'd', failed: false }],
    ]) {
      assert.deepEqual(selectDevice(events, 'k', 'latest'), { kind: 'none' });
    }
  });

  it('takes the newest, the oldest, or none of several devices', () => {
    const events = [event('x', 'other'), event(undefined), event('failed', 'k', true), event('new'), event('old')];
    assert.deepEqual(selectDevice(events, 'k', 'latest'), { kind: 'device', deviceId: 'new' });
    assert.deepEqual(selectDevice(events, 'k', 'first'), { kind: 'device', deviceId: 'old' });
    assert.deepEqual(selectDevice(events, 'k', 'deny'), { kind: 'several' });
  });

  it('does not call one device that came twice several', () => {
    assert.deepEqual(selectDevice([event('d'), event('d')], 'k', 'deny'), { kind: 'device', deviceId: 'd' });
  });
});
