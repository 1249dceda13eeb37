import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEFAULT_READINGS } from '../../protocol';
import { deviceRestriction } from './device-restriction';
import { parametersOf } from './parameters-of';
import { DEVICE_A, Story } from './testing/story';

function restrictions(
  query: string,
  ids: readonly string[] = [],
  names = DEFAULT_READINGS['names.deviceId'],
): string[] {
  const readings = { ...DEFAULT_READINGS, 'names.deviceId': names };
  return deviceRestriction(parametersOf(new Story().beginToken(query)), readings, new Set(ids)).map(
    ({ name, value, accepted }) => `${name}=${value} ${accepted ? 'accepted' : 'not accepted'}`,
  );
}

describe('deviceRestriction', () => {
  it('finds accepted names, every time they occur', () => {
    assert.deepEqual(restrictions('deviceid=a&x=b&device_id=c&deviceid=d'), [
      'deviceid=a accepted',
      'device_id=c accepted',
      'deviceid=d accepted',
    ]);
  });

  it('finds names that differ in case and punctuation only', () => {
    assert.deepEqual(restrictions('DeviceID=a&device-id=b&device=c'), [
      'DeviceID=a not accepted',
      'device-id=b not accepted',
    ]);
  });

  it('goes by the accepted names of the reading', () => {
    assert.deepEqual(restrictions('hw_id=a&HWID=b&deviceid=c', [], ['hw_id']), [
      'hw_id=a accepted',
      'HWID=b not accepted',
      'deviceid=c not accepted',
    ]);
  });

  it('finds a known device id under any name', () => {
    assert.deepEqual(restrictions(`hu=${DEVICE_A}`), []);
    assert.deepEqual(restrictions(`hu=${DEVICE_A}`, [DEVICE_A]), [`hu=${DEVICE_A} not accepted`]);
  });
});
