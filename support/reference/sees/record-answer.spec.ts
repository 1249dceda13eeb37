import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readRecordAnswer } from './record-answer';
import { DEFAULT_RECORD_FORMAT } from './sees-options';

const read = (value: unknown, root = '') => readRecordAnswer(JSON.stringify(value), { ...DEFAULT_RECORD_FORMAT, root });
const EVENT = { event_id: 1, cookie: 'k', device_id: 'd' };
const READ = { cookie: 'k', deviceId: 'd', failed: false };

describe('readRecordAnswer', () => {
  it('reads an array, a single event and nothing, at the root or under a key', () => {
    assert.deepEqual(read([EVENT, EVENT]), [READ, READ]);
    assert.deepEqual(read(EVENT), [READ]);
    assert.deepEqual(read([]), []);
    assert.deepEqual(read({}), []);
    assert.deepEqual(read({ events: [EVENT] }, 'events'), [READ]);
    assert.deepEqual(read({ events: EVENT }, 'events'), [READ]);
    assert.deepEqual(read({ events: [] }, 'events'), []);
    assert.deepEqual(read({}, 'events'), []);
  });

  it('leaves out device ids that cannot be used', () => {
    for (const deviceId of [undefined, null, '', '  ', 7, {}]) {
      assert.deepEqual(read([{ cookie: 'k', device_id: deviceId }]), [{ cookie: 'k', failed: false }]);
    }
  });

  it('keeps a device id as it is written', () => {
    assert.equal(read([{ ...EVENT, device_id: ' {AB-cd} ' }])?.[0]?.deviceId, ' {AB-cd} ');
  });

  it('takes anything but the ways to say "none" for an error', () => {
    for (const none of [undefined, null, 0, '0', ''])
      assert.equal(read([{ ...EVENT, error_code: none }])?.[0]?.failed, false);
    for (const some of [-4010, '-4010', 1, true, 'Expired token', {}]) {
      assert.equal(read([{ ...EVENT, error_code: some }])?.[0]?.failed, true);
    }
  });

  it('refuses every other form', () => {
    for (const text of ['', 'x', '<html>', '1', '"k"', 'null', '[1]', '[null]', '[[]]', '[{},"x"]']) {
      assert.equal(readRecordAnswer(text, DEFAULT_RECORD_FORMAT), undefined, text);
    }
    for (const value of [{ other: [] }, { events: 1 }, { events: null }])
      assert.equal(read(value, 'events'), undefined);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), fc.constantFrom('', 'events'), (text, root) => {
        const events = readRecordAnswer(text, { ...DEFAULT_RECORD_FORMAT, root });
        assert.ok(events === undefined || Array.isArray(events));
      }),
      { numRuns: 300 },
    );
  });
});
