import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ERROR_CODES, errorCode } from './error-codes';

describe('ERROR_CODES', () => {
  it('holds each of the 40 codes once, in the order of the table', () => {
    const codes = ERROR_CODES.map((entry) => entry.code);
    assert.equal(codes.length, 40);
    assert.deepEqual(
      codes,
      [...new Set(codes)].sort((a, b) => b - a),
    );
  });

  it('divides them by where they arise', () => {
    const count = (where: string) => ERROR_CODES.filter((entry) => entry.where === where).length;
    assert.deepEqual(['T', 'L', 'A', 'X'].map(count), [22, 4, 5, 9]);
  });

  it('tells for each what it says and what provokes it', () => {
    for (const entry of ERROR_CODES) assert.ok(entry.sense.length > 8 && entry.trigger.length > 3, String(entry.code));
  });

  it('gives the refusals of the authenticator status 401', () => {
    const unauthorized = ERROR_CODES.filter((entry) => entry.status === 401).map((entry) => entry.code);
    assert.deepEqual(unauthorized, [-2017, -2018]);
  });
});

describe('errorCode', () => {
  it('finds a code of the table and no other', () => {
    assert.equal(errorCode(-6008)?.where, 'T');
    assert.equal(errorCode(-2004), undefined);
    assert.equal(errorCode(6008), undefined);
  });
});
