import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { openSkR1, sealSkR1, writeSkR1 } from './sk-r1';
import { TAG } from './tags';
import { readBlocks, writeBlocks } from './tllv';

interface Vector {
  readonly dask: string;
  readonly tllv: string;
  readonly iv: string;
  readonly sk: string;
  readonly hu: string;
  readonly r1: string;
  readonly integrity: string;
}

/** WebKit's numbers: they give DASk directly and so are independent of D. */
const vectors = JSON.parse(readFileSync(join(__dirname, 'fixtures/webkit-sk-r1.json'), 'utf8')) as {
  decrypt: Vector;
  encrypt: Vector;
};

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

describe('SK_R1 of WebKit', () => {
  it('is read as one block without padding', () => {
    const [block, ...rest] = readBlocks(hex(vectors.decrypt.tllv), (defect) => new Error(defect));
    assert.deepEqual([block?.tag, block?.value.length, block?.padding.length, rest], [TAG.skR1, 112, 0, []]);
  });

  for (const name of ['decrypt', 'encrypt'] as const) {
    it(`opens (${name})`, () => {
      const { dask, tllv, iv, ...expected } = vectors[name];
      const value = hex(tllv).subarray(16);
      assert.equal(value.toString('hex', 0, 16), iv);
      const { sk, hu, r1, integrity } = openSkR1(value, hex(dask));
      const found = [sk, hu, r1, integrity].map((part) => part.toString('hex'));
      assert.deepEqual(found, [expected.sk, expected.hu, expected.r1, expected.integrity]);
    });

    it(`is sealed to the same bytes (${name})`, () => {
      const { dask, tllv, iv, sk, hu, r1, integrity } = vectors[name];
      const plain = writeSkR1({ sk: hex(sk), hu: hex(hu), r1: hex(r1), integrity: hex(integrity) });
      const value = sealSkR1(plain, hex(dask), hex(iv));
      assert.equal(writeBlocks([{ tag: TAG.skR1, value, padding: Buffer.alloc(0) }]).toString('hex'), tllv);
    });
  }

  it('gives garbage under another key', () => {
    const { tllv, integrity } = vectors.decrypt;
    assert.notEqual(openSkR1(hex(tllv).subarray(16), Buffer.alloc(16)).integrity.toString('hex'), integrity);
  });
});
