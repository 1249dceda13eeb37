import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { shuffle, systemRandom } from './random';
import { readBlocks, tllv, writeBlocks } from './tllv';

class Fault extends Error {
  constructor(readonly defect: string) {
    super(defect);
  }
}
const read = (bytes: Buffer) => readBlocks(bytes, (defect) => new Fault(defect));
const block = (tag: string, total: number, length: number, rest: number): Buffer =>
  Buffer.concat([Buffer.from(tag + hex32(total) + hex32(length), 'hex'), Buffer.alloc(rest, 7)]);
const hex32 = (value: number): string => value.toString(16).padStart(8, '0');
const TAG_A = '00000000000000aa';
const TAG_B = '00000000000000bb';

describe('readBlocks', () => {
  it('reads nothing from nothing', () => {
    assert.deepEqual(read(Buffer.alloc(0)), []);
  });

  it('reads value and padding by their lengths', () => {
    const [first, second, ...rest] = read(Buffer.concat([block(TAG_A, 48, 5, 48), block(TAG_B, 0, 0, 0)]));
    assert.deepEqual([first?.tag, first?.value.length, first?.padding.length], [TAG_A, 5, 43]);
    assert.deepEqual([second?.tag, second?.value.length, second?.padding.length, rest], [TAG_B, 0, 0, []]);
  });

  for (const [name, bytes, defect] of [
    ['a header cut short', Buffer.alloc(15), 'tllv-truncated'],
    ['bytes after the last block', Buffer.concat([block(TAG_A, 16, 16, 16), Buffer.alloc(8)]), 'tllv-truncated'],
    ['a block past the end', block(TAG_A, 32, 16, 31), 'tllv-truncated'],
    ['a huge block', block(TAG_A, 0xfffffff0, 16, 16), 'tllv-truncated'],
    ['a total length off by one', block(TAG_A, 17, 16, 32), 'tllv-length'],
    ['a value longer than its block', block(TAG_A, 16, 17, 32), 'value-length'],
    ['a tag twice', Buffer.concat([block(TAG_A, 0, 0, 0), block(TAG_A, 0, 0, 0)]), 'duplicate-tag'],
  ] as const) {
    it(`names ${name}`, () => assert.throws(() => read(bytes), { defect }));
  }

  it('gives back what was written, whatever the padding', () => {
    const tag = fc.uint8Array({ minLength: 8, maxLength: 8 }).map((bytes) => Buffer.from(bytes).toString('hex'));
    const value = fc.uint8Array({ maxLength: 70 }).map((bytes) => Buffer.from(bytes));
    const entries = fc.uniqueArray(fc.tuple(tag, value), { selector: ([name]) => name });
    fc.assert(
      fc.property(entries, (pairs) => {
        const blocks = pairs.map(([name, bytes]) => tllv(name, bytes, systemRandom));
        const bytes = writeBlocks(blocks);
        assert.equal(bytes.length % 16, 0);
        assert.deepEqual(read(bytes), blocks);
      }),
    );
  });

  it('gives blocks or its own fault for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          assert.deepEqual(writeBlocks(read(Buffer.from(bytes))), Buffer.from(bytes));
        } catch (error) {
          assert.ok(error instanceof Fault, String(error));
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('tllv', () => {
  it('pads to 16, sometimes with whole units more, sometimes with nothing', () => {
    const paddings = new Set(
      Array.from({ length: 200 }, () => tllv(TAG_A, Buffer.alloc(16), systemRandom).padding.length),
    );
    assert.deepEqual(
      [...paddings].sort((a, b) => a - b),
      [0, 16, 32, 48],
    );
  });
});

describe('shuffle', () => {
  it('keeps every item and reaches every order', () => {
    const orders = new Set(Array.from({ length: 300 }, () => shuffle(['a', 'b', 'c'], systemRandom).join('')));
    assert.deepEqual([...orders].sort(), ['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
  });
});
