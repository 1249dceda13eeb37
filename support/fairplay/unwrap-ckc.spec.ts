import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { unwrapCkc } from './unwrap-ckc';

const CKC = Buffer.concat([Buffer.from('0000000100000000', 'hex'), Buffer.alloc(60, 0xe5)]);
const TEXT = CKC.toString('base64');

describe('unwrapCkc', () => {
  for (const [form, name, body] of [
    ['raw', 'bytes', CKC],
    ['base64', 'base64', TEXT],
    ['base64', 'base64 with line ends', ` ${TEXT.slice(0, 20)}\r\n${TEXT.slice(20)}\n`],
    ['ckc-tag', 'a ckc element', `\n<ckc>${TEXT}</ckc>\n`],
    ['ckc-tag', 'a ckc element with white space', `<ckc>\n${TEXT}\n</ckc>`],
    ['json', 'JSON with ckc', JSON.stringify({ ckc: TEXT })],
    ['json', 'JSON with CkcMessage', ` ${JSON.stringify({ status: 1, CkcMessage: TEXT })}`],
    ['json', 'JSON with License', JSON.stringify({ ckc: 5, License: TEXT })],
  ] as const) {
    it(`finds the CKC in ${name}`, () => {
      assert.deepEqual(unwrapCkc(Buffer.from(body)), { ckc: CKC, form });
    });
  }

  it('takes the versions 1 to 3 for CKCs', () => {
    for (const version of [0, 1, 2, 3, 4]) {
      const body = Buffer.from([0, 0, 0, version, 0, 0]);
      assert.equal(unwrapCkc(body)?.form, version >= 1 && version <= 3 ? 'raw' : undefined);
      const text = Buffer.from(body.toString('base64'));
      assert.equal(unwrapCkc(text)?.form, version >= 1 && version <= 3 ? 'base64' : undefined);
    }
  });

  for (const body of [
    '',
    '   ',
    'AAAA',
    'Expired token',
    '<html></html>',
    '<ckc></ckc>',
    `<ckc>${TEXT}`,
    '{}',
    '{"ckc":null}',
    `{"ckc":"${TEXT}"`,
    `{"inner":{"ckc":"${TEXT}"}}`,
    '{"errorCode":-4010}',
    `[${TEXT}]`,
    `${TEXT}!`,
  ]) {
    it(`finds none in ${JSON.stringify(body.slice(0, 24))}`, () => {
      assert.equal(unwrapCkc(Buffer.from(body)), undefined);
    });
  }

  it('never throws', () => {
    const text = fc.oneof(fc.json(), fc.string(), fc.base64String()).map((value) => Buffer.from(value));
    const noise = fc.uint8Array().map((bytes) => Buffer.from(bytes));
    fc.assert(
      fc.property(fc.oneof(text, noise), (body) => {
        const found = unwrapCkc(body);
        assert.ok(found === undefined || found.ckc.length >= 4);
      }),
      { numRuns: 500 },
    );
  });

  it('is quick with 1 MiB of noise', () => {
    assert.equal(unwrapCkc(Buffer.alloc(1 << 20, 'A')), undefined);
    assert.equal(unwrapCkc(Buffer.alloc(1 << 20, ' ')), undefined);
  });
});
