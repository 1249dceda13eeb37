import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { RecordFormat } from '../check';
import { recordsOf, type RecordEvent } from './records-of';
import { Story, type Answer } from './testing/story';

const FORMAT: RecordFormat = { root: '', deviceId: 'device_id', cookie: 'cookie', errorCode: 'error_code' };
const ROOTED = { ...FORMAT, root: 'records' };

function read(answer: Answer, format = FORMAT): readonly RecordEvent[] | undefined {
  return recordsOf(new Story().record({ cookie: 'c' }, undefined, {}, { body: '', ...answer }), format);
}

describe('recordsOf', () => {
  const event = { device_id: 'd', cookie: 'c', event_id: 1 };
  const one = [{ deviceId: 'd', cookie: 'c', failed: false }];
  const cases: [string, Answer, RecordEvent[] | undefined, RecordFormat?][] = [
    ['an array', { body: [event] }, one],
    ['a single object', { body: event }, one],
    ['an array under the root key', { body: { total: 1, records: [event] } }, one, ROOTED],
    ['an object under the root key', { body: { records: event } }, one, ROOTED],
    ['a bare array in spite of the root key', { body: [event] }, one, ROOTED],
    ['an empty array', { body: [] }, []],
    ['an empty object', { body: {} }, []],
    ['an empty array under the root key', { body: { records: [] } }, [], ROOTED],
    ['null', { body: 'null' }, []],
    ['an empty body', { body: '' }, []],
    ['204', { status: 204 }, []],
    ['404', { status: 404, body: '<html>' }, []],
    ['no root key', { body: { rows: [event] } }, undefined, ROOTED],
    ['an array of texts', { body: ['d'] }, undefined],
    ['no JSON', { body: '<html>' }, undefined],
    ['500', { status: 500, body: [event] }, undefined],
    ['too large', { body: `["${'x'.repeat(1024 * 1024)}"]` }, undefined],
  ];
  for (const [name, answer, expected, format] of cases) {
    it(name, () => assert.deepEqual(read(answer, format), expected));
  }

  it('reads fields without trust', () => {
    const body = [{ device_id: '', cookie: null }, { device_id: 4711, cookie: ['c'] }, { device_id: { x: 1 } }];
    assert.deepEqual(read({ body }), [{ failed: false }, { deviceId: '4711', failed: false }, { failed: false }]);
  });

  it('knows a failed redemption by its code', () => {
    const codes = [0, '0', '', null, false, undefined, -4010, '-4010', 'EXPIRED', true];
    const events = read({ body: codes.map((error_code) => ({ error_code, x: 1 })) });
    assert.deepEqual(
      events?.map(({ failed }) => failed),
      [false, false, false, false, false, false, true, true, true, true],
    );
  });

  it('has nothing to say of a pending lookup or of another call', () => {
    const story = new Story();
    assert.equal(recordsOf(story.beginRecord({ cookie: 'c' }), FORMAT), undefined);
    assert.equal(recordsOf(story.token({}), FORMAT), undefined);
  });
});
