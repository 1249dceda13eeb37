import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEFAULT_READINGS, type Readings } from '../../protocol';
import { wrapped } from './license-form';

const SPC = Buffer.from([0, 0, 0, 1, 0xfb, 0xff]);

describe('an SPC in a license request', () => {
  const table: readonly [string, Partial<Readings>, string, string | Buffer][] = [
    ['raw, by default', {}, 'application/octet-stream', SPC],
    ['raw under another media type', { 'license.contentType': 'application/x-spc' }, 'application/x-spc', SPC],
    [
      'a form field, percent-encoded',
      { 'license.body': 'form-spc-base64' },
      'application/x-www-form-urlencoded',
      'spc=AAAAAfv%2F',
    ],
    ['JSON', { 'license.body': 'json' }, 'application/json', '{"spc":"AAAAAfv/"}'],
    [
      'JSON under another media type',
      { 'license.body': 'json', 'license.contentType': 'text/plain' },
      'text/plain',
      '{"spc":"AAAAAfv/"}',
    ],
  ];
  for (const [what, readings, type, body] of table) {
    it(`is ${what}`, () => {
      const request = wrapped(SPC, { ...DEFAULT_READINGS, ...readings });
      assert.deepEqual(request.headers, { 'content-type': type });
      assert.deepEqual(request.body, Buffer.from(body));
    });
  }
});
