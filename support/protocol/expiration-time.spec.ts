import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { MAX_EXPIRATION_SECONDS, parseExpirationTime } from './expiration-time';

describe('parseExpirationTime', () => {
  it('knows the limit of 30 days', () => {
    assert.equal(MAX_EXPIRATION_SECONDS, 30 * 24 * 60 * 60);
  });

  for (const [text, seconds] of [
    ['+0', 0],
    ['+1', 1],
    ['+0060', 60],
    ['+2592000', 2_592_000],
    [`+${'9'.repeat(400)}`, Number.MAX_SAFE_INTEGER],
  ] as const) {
    it(`reads ${text.slice(0, 20)} as relative`, () => {
      assert.deepEqual(parseExpirationTime(text), { kind: 'relative', seconds });
    });
  }

  for (const [text, iso] of [
    ['2026-11-21T10:20:30Z', '2026-11-21T10:20:30.000Z'],
    ['2026-11-21t10:20:30z', '2026-11-21T10:20:30.000Z'],
    ['2026-11-21T10:20:30.5Z', '2026-11-21T10:20:30.500Z'],
    ['2026-11-21T10:20:30.0019999999Z', '2026-11-21T10:20:30.001Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000Z'],
    ['0000-01-01T00:00:00Z', '0000-01-01T00:00:00.000Z'],
    ['0099-12-31T23:59:59Z', '0099-12-31T23:59:59.000Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
    ['2026-06-30T23:59:60.25Z', '2026-07-01T00:00:00.250Z'],
  ] as const) {
    it(`reads ${text} as absolute`, () => {
      assert.deepEqual(parseExpirationTime(text), { kind: 'absolute', atMs: Date.parse(iso) });
    });
  }

  for (const text of [
    '',
    'abc',
    '+',
    '60',
    ' 60',
    '+ 60',
    '+-5',
    '-5',
    '+5.0',
    '+5s',
    '+60 ',
    '%2B60',
    '+٣',
    '+60\n',
    '2026-11-21T10:20:30',
    '2026-11-21T10:20:30+00:00',
    '2026-11-21T10:20:30-00:00',
    '2026-11-21 10:20:30Z',
    '2026-11-21T10:20Z',
    '2026-11-21T10:20:30.Z',
    '2026-11-21T10:20:30,5Z',
    '2026-11-21',
    '2026-02-29T00:00:00Z',
    '2100-02-29T00:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '2026-13-10T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-01-01T00:00:61Z',
    '2026-01-01T00:00:60Z',
    '2026-06-29T23:59:60Z',
    '12026-01-01T00:00:00Z',
    '2026-1-1T00:00:00Z',
    '2026-11-21T10:20:30Z\n',
  ]) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.equal(parseExpirationTime(text), undefined);
    });
  }

  it('reads back every date that the platform writes', () => {
    const dates = fc.date({
      min: new Date('0000-01-01'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(dates, (date) => {
        assert.deepEqual(parseExpirationTime(date.toISOString()), { kind: 'absolute', atMs: date.getTime() });
      }),
    );
  });

  it('gives a finite time or nothing for any text', () => {
    const near = fc.stringMatching(/^[+0-9TZtz:. -]{0,30}$/);
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary' }), near), (text) => {
        const time = parseExpirationTime(text);
        if (time) assert.ok(Number.isSafeInteger(time.kind === 'relative' ? time.seconds : time.atMs));
      }),
      { numRuns: 500 },
    );
  });
});
