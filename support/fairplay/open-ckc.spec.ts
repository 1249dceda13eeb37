import assert from 'node:assert/strict';
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { buildCkc, type CkcOptions, type CkcTweak } from './build-ckc';
import { CkcError } from './ckc-error';
import { Device, type SpcOptions } from './device';
import { parseSpc } from './parse-spc';
import { SPC_FLAWS } from './spc-flaws';
import { TAG } from './tags';
import { loadTestCredentials } from './test-credentials';
import type { TllvBlock } from './tllv';
import { KEY_TYPES, type Hdcp, type KeyType } from './values';

const credentials = loadTestCredentials();
const device = new Device({ name: 'A', hu: Buffer.alloc(20, 0xa) });
const contentKey = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
const iv = Buffer.from('ffeeddccbbaa99887766554433221100', 'hex');

function exchange(options: Partial<CkcOptions> = {}, asked: Partial<SpcOptions> = {}) {
  const request = device.createSpc({ contentID: 'content', credentials, ...asked });
  const spc = parseSpc(request.bytes, credentials);
  return { request, spc, ckc: buildCkc(spc, { contentKey, iv, ...options }) };
}

/** Changes the block of one tag, or drops it. */
function on(tag: string, to: (block: TllvBlock) => TllvBlock | undefined): CkcTweak {
  return { blocks: (blocks) => blocks.flatMap((block) => (block.tag === tag ? (to(block) ?? []) : block)) };
}

function resized(length: number) {
  return (block: TllvBlock): TllvBlock => ({
    ...block,
    value: Buffer.alloc(length),
    padding: Buffer.alloc((16 - (length % 16)) % 16),
  });
}

function flipped(at: number) {
  return (block: TllvBlock): TllvBlock => ({
    ...block,
    value: Buffer.from(block.value.map((byte, i) => (i === at ? byte ^ 1 : byte))),
  });
}

describe('SPC, CKC, open', () => {
  it('brings the key to the player', () => {
    const { request, ckc } = exchange();
    const license = request.open(ckc);
    assert.deepEqual([license.contentKey, license.iv], [contentKey, iv]);
    assert.deepEqual(
      [license.leaseSeconds, license.rentalSeconds, license.keyType, license.hdcp],
      [undefined, undefined, undefined, undefined],
    );
  });

  for (const [options, expected] of [
    [{ leaseSeconds: 0 }, { leaseSeconds: 0, keyType: 'lease' }],
    [{ rentalSeconds: 3600 }, { rentalSeconds: 3600, keyType: 'rental' }],
    [
      { leaseSeconds: 5, rentalSeconds: 7 },
      { leaseSeconds: 5, rentalSeconds: 7, keyType: 'lease-and-rental' },
    ],
    [{ keyType: 'persistent' }, { keyType: 'persistent' }],
    [
      { keyType: 'persistent-limited', rentalSeconds: 9 },
      { keyType: 'persistent-limited', rentalSeconds: 9 },
    ],
    [{ rentalSeconds: 1e12 }, { rentalSeconds: 0xffffffff, keyType: 'rental' }],
    [{ hdcp: 'type-1' }, { hdcp: 'type-1' }],
  ] as const satisfies [Partial<CkcOptions>, object][]) {
    it(`brings ${JSON.stringify(options)}`, () => {
      const { request, ckc } = exchange(options);
      const { contentKey: key, iv: keyIv, tags, ...rest } = request.open(ckc);
      assert.deepEqual([rest, key, keyIv, tags.includes(TAG.r1)], [expected, contentKey, iv, true]);
    });
  }

  it('drops durations where the SPC has no playback state', () => {
    const { request, ckc } = exchange({ leaseSeconds: 5 }, { playback: 'none' });
    assert.equal(request.open(ckc).keyType, undefined);
  });

  it('holds for any key, request and duration', () => {
    const key = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes));
    const options = fc.record(
      {
        leaseSeconds: fc.nat(),
        rentalSeconds: fc.nat(),
        hdcp: fc.constantFrom<Hdcp[]>('none', 'type-0', 'type-1'),
        keyType: fc.constantFrom(...(Object.keys(KEY_TYPES) as KeyType[])),
      },
      { requiredKeys: [] },
    );
    const contentID = fc.string({ minLength: 2, maxLength: 50 });
    fc.assert(
      fc.property(key, key, options, contentID, (someKey, someIv, more, id) => {
        const { request, ckc } = exchange({ contentKey: someKey, iv: someIv, ...more }, { contentID: id });
        const license = request.open(ckc);
        assert.deepEqual([license.contentKey, license.iv, license.hdcp], [someKey, someIv, more.hdcp]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a CKC on the wire', () => {
  it('has the published layout', () => {
    const { spc, ckc, request } = exchange({ leaseSeconds: 60, rentalSeconds: 3600 });
    assert.equal(ckc.toString('hex', 0, 8), '0000000100000000');
    assert.equal(ckc.readUInt32BE(24), ckc.length - 28);
    const half = createHash('sha1').update(spc.r1).digest().subarray(0, 16);
    const payloadKey = createCipheriv('aes-128-ecb', half, null).setAutoPadding(false).update(spc.arSeed);
    const decipher = createDecipheriv('aes-128-cbc', payloadKey, ckc.subarray(8, 24)).setAutoPadding(false);
    const payload = decipher.update(ckc.subarray(28)).toString('hex');
    const wrapped = createCipheriv('aes-128-ecb', spc.sk, null).setAutoPadding(false).update(contentKey);
    assert.match(payload, new RegExp(`58b38165af0e3d5a.{8}00000020${iv.toString('hex')}${wrapped.toString('hex')}`));
    assert.match(payload, new RegExp(`ea74c4645d5efee9.{8}0000002c${spc.r1.toString('hex')}`));
    assert.match(payload, /47acf6a418cd091a.{8}000000100000003c00000e1027b59bde86d34a3a/);
    assert.match(payload, new RegExp(`47aa7ad3440577de.{8}00000008${request.contents.transactionId.toString('hex')}`));
  });
});

describe('buildCkc', () => {
  it('cannot echo what the SPC does not hold, or what a CKC uses itself', () => {
    const tweak = SPC_FLAWS.find((flaw) => flaw.name === 'requested-tag-absent')?.tweak;
    assert.ok(tweak);
    assert.throws(() => exchange({}, { tweak }), { name: 'CkcError', defect: 'echo-unavailable' });
    const own = { tag: TAG.r1, value: Buffer.alloc(16), padding: Buffer.alloc(0) };
    const asked = { returnRequest: [TAG.r1], tweak: { blocks: (blocks: readonly TllvBlock[]) => [...blocks, own] } };
    assert.throws(() => exchange({}, asked), { defect: 'echo-unavailable' });
  });

  it('refuses keys of another length', () => {
    assert.throws(() => exchange({ contentKey: Buffer.alloc(15) }), { defect: 'key-length' });
    assert.throws(() => exchange({ iv: Buffer.alloc(17) }), { defect: 'key-length' });
  });
});

describe('SpcRequest.open', () => {
  const echo = (to: (block: TllvBlock) => TllvBlock | undefined) => on(TAG.transactionId, to);
  const cases: readonly [string, CkcTweak, string][] = [
    ['nothing', { bytes: () => Buffer.alloc(0) }, 'empty'],
    ['a header cut short', { bytes: (ckc) => ckc.subarray(0, 27) }, 'truncated'],
    ['a payload cut short', { bytes: (ckc) => ckc.subarray(0, -16) }, 'truncated'],
    ['bytes behind the payload', { bytes: (ckc) => Buffer.concat([ckc, Buffer.alloc(1)]) }, 'trailing-bytes'],
    ['version 2', { container: (ckc) => ({ ...ckc, version: 2 }) }, 'version'],
    [
      'an odd payload length',
      { container: (ckc) => ({ ...ckc, payloadLength: ckc.payloadLength - 1 }) },
      'payload-length',
    ],
    ['base64', { bytes: (ckc) => Buffer.from(ckc.toString('base64')) }, 'wrapped-text'],
    ['no content key', on(TAG.contentKey, () => undefined), 'missing-content-key'],
    ['a short content key', on(TAG.contentKey, resized(16)), 'length-content-key'],
    ['no R1', on(TAG.r1, () => undefined), 'missing-r1'],
    ['another R1', on(TAG.r1, flipped(43)), 'r1-mismatch'],
    [
      'a short R1',
      on(TAG.r1, (block) => ({ ...resized(40)(block), value: block.value.subarray(0, 40) })),
      'r1-mismatch',
    ],
    ['no echo', echo(() => undefined), 'echo-missing'],
    ['another echo', echo(flipped(0)), 'echo-changed'],
    ['a tag twice', { blocks: (blocks) => [...blocks, ...blocks.slice(0, 1)] }, 'duplicate-tag'],
    [
      'a block of odd length',
      { blocks: (blocks) => blocks.map((block) => ({ ...block, totalLength: 17 })) },
      'tllv-length',
    ],
    ['a short key duration', on(TAG.keyDuration, resized(12)), 'length-key-duration'],
    ['a key duration without its constant', on(TAG.keyDuration, flipped(15)), 'key-duration-constant'],
    ['an unknown key type', on(TAG.keyDuration, flipped(8)), 'key-type'],
    ['an HDCP value of 4 bytes', on(TAG.hdcp, resized(4)), 'length-hdcp'],
  ];
  for (const [name, tweak, defect] of cases) {
    it(`refuses ${name}`, () => {
      const { request, ckc } = exchange({ leaseSeconds: 5, hdcp: 'none', tweak });
      assert.throws(() => request.open(ckc), { name: 'CkcError', defect });
    });
  }

  it('refuses durations that it did not make room for', () => {
    const duration = Buffer.from('00000005000000001a4bde7e86d34a3a', 'hex');
    const tweak: CkcTweak = {
      blocks: (blocks) => [...blocks, { tag: TAG.keyDuration, value: duration, padding: Buffer.alloc(0) }],
    };
    const { request, ckc } = exchange({ tweak }, { playback: 'none' });
    assert.throws(() => request.open(ckc), { defect: 'key-duration-unasked' });
  });

  it('minds neither reserved bytes nor the padding nor a longer or unknown HDCP value', () => {
    const tweak: CkcTweak = {
      container: (ckc) => ({ ...ckc, reserved: Buffer.alloc(4, 0xff) }),
      blocks: (blocks) =>
        blocks.map((block) => {
          const value = block.tag === TAG.hdcp ? Buffer.concat([block.value, Buffer.alloc(8)]) : block.value;
          return { ...block, value, padding: Buffer.alloc(64 + ((16 - (value.length % 16)) % 16)) };
        }),
    };
    const { request, ckc } = exchange({ hdcp: 'type-0', tweak });
    assert.equal(request.open(ckc).hdcp, 'type-0');
    const unknown = exchange({ hdcp: 'none', tweak: on(TAG.hdcp, flipped(0)) });
    assert.equal(unknown.request.open(unknown.ckc).hdcp, 'unknown');
  });

  it('refuses the CKC of another request, also of the same device', () => {
    const [mine, other] = [exchange(), exchange()];
    assert.throws(() => mine.request.open(other.ckc), CkcError);
  });

  it('gives a license or its own error for any bytes and any damage', () => {
    const { request, ckc } = exchange({ leaseSeconds: 5 });
    const damage = fc.array(fc.tuple(fc.nat(ckc.length - 1), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 4,
    });
    const damaged = damage.map((changes) => {
      const copy = Buffer.from(ckc);
      for (const [at, mask] of changes) copy[at] = (copy[at] ?? 0) ^ mask;
      return copy;
    });
    const noise = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
    const versioned = noise.map((bytes) => Buffer.concat([ckc.subarray(0, 28), bytes]));
    fc.assert(
      fc.property(fc.oneof(noise, versioned, damaged), (bytes) => {
        try {
          assert.equal(request.open(bytes).contentKey.length, 16);
        } catch (error) {
          assert.ok(error instanceof CkcError, String(error));
        }
      }),
      { numRuns: 400 },
    );
  });

  it('keeps keys out of its messages', () => {
    const { request, ckc, spc } = exchange({ tweak: on(TAG.r1, flipped(0)) });
    assert.throws(
      () => request.open(ckc),
      (error: Error) => ![spc.r1, spc.sk, contentKey].some((secret) => error.message.includes(secret.toString('hex'))),
    );
  });
});
