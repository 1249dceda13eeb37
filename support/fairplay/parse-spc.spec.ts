import assert from 'node:assert/strict';
import { constants, createHash, privateDecrypt, createDecipheriv } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { buildSpc, wrapKey, type SpcContents } from './build-spc';
import { Device } from './device';
import { parseSpc } from './parse-spc';
import { systemRandom } from './random';
import { SpcError } from './spc-error';
import { SPC_FLAWS } from './spc-flaws';
import { TAG } from './tags';
import { createTestCredentials, loadTestCredentials } from './test-credentials';
import { STREAMING_INDICATORS, PLAYBACK_STATES, type PlaybackState, type StreamingIndicator } from './values';

const credentials = loadTestCredentials();
const device = new Device({ name: 'A', hu: Buffer.alloc(20, 0xa) });
const bytesOf = (length: number, maximum = length) =>
  fc.uint8Array({ minLength: length, maxLength: maximum }).map((bytes) => Buffer.from(bytes));
const uint32 = fc.integer({ min: 0, max: 0xffffffff });

const known = new Set<string>(Object.values(TAG));
const unknownTag = bytesOf(8)
  .map((bytes) => bytes.toString('hex'))
  .filter((tag) => !known.has(tag));

const contents: fc.Arbitrary<SpcContents> = fc.record({
  iv: bytesOf(16),
  spck: bytesOf(16),
  sk: bytesOf(16),
  hu: bytesOf(20),
  r1: bytesOf(44),
  r2: bytesOf(21),
  integrity: bytesOf(16),
  skR1Iv: bytesOf(16),
  arSeed: bytesOf(16),
  assetId: bytesOf(2, 200),
  transactionId: bytesOf(8),
  returnRequest: fc.uniqueArray(fc.oneof(unknownTag, fc.constantFrom(TAG.r2, TAG.skR1, TAG.transactionId))),
  protocolVersions: fc.array(uint32),
  protocolVersionUsed: uint32,
  indicator: fc.option(fc.constantFrom(...(Object.keys(STREAMING_INDICATORS) as StreamingIndicator[])), {
    nil: undefined,
  }),
  playback: fc.option(
    fc.record({
      state: fc.constantFrom(...(Object.keys(PLAYBACK_STATES) as PlaybackState[])),
      createdAtSeconds: uint32,
      sessionId: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    }),
    { nil: undefined },
  ),
  capabilities: fc.option(bytesOf(16), { nil: undefined }),
  extra: fc
    .uniqueArray(fc.tuple(unknownTag, bytesOf(0, 64)), { selector: ([tag]) => tag })
    .map((pairs) => new Map(pairs)),
});

describe('parseSpc', () => {
  it('reads back every field that was built', () => {
    fc.assert(
      fc.property(contents, (said) => {
        const { bytes, sent } = buildSpc(said, credentials, systemRandom);
        const { skR1, blocks, echoes, version, certificateHash, skR1Integrity, playback, ...found } = parseSpc(
          bytes,
          credentials,
        );
        const { skR1Iv, extra, integrity, playback: saidPlayback, indicator, capabilities, ...expected } = said;
        assert.deepEqual(found, {
          ...expected,
          integrity,
          ...(indicator && { indicator }),
          ...(capabilities && { capabilities }),
        });
        assert.deepEqual(playback && { ...playback, stateCode: 0 }, saidPlayback && { ...saidPlayback, stateCode: 0 });
        assert.deepEqual([version, skR1.subarray(0, 16), skR1Integrity], [1, skR1Iv, integrity]);
        assert.deepEqual(certificateHash, credentials.certificateHash);
        assert.deepEqual(new Map(blocks.map(({ tag, value }) => [tag, value])), sent);
        for (const [tag, value] of extra) assert.deepEqual(sent.get(tag), value);
        for (const tag of said.returnRequest) assert.deepEqual(echoes.get(tag), sent.get(tag));
      }),
      { numRuns: 60 },
    );
  });

  for (const { name, sentence, defect, tweak } of SPC_FLAWS) {
    it(defect ? `names the defect of ${name}: ${sentence}` : `has nothing against ${name}: ${sentence}`, () => {
      const { bytes } = device.createSpc({ contentID: 'content', credentials, tweak });
      const parse = () => parseSpc(bytes, credentials);
      if (defect) assert.throws(parse, { name: 'SpcError', defect });
      else assert.equal(parse().version, 1);
    });
  }

  it('calls the versions 2 and 3 opaque, not broken', () => {
    for (const version of [2, 3]) {
      const tweak = { container: <T>(sound: T) => ({ ...sound, version }) };
      const { bytes } = device.createSpc({ contentID: 'content', credentials, tweak });
      assert.throws(() => parseSpc(bytes, credentials), { defect: 'version-opaque', message: /opaque here/ });
    }
  });

  it('refuses a payload key of another length', () => {
    const tweak = { container: <T>(sound: T) => ({ ...sound, wrappedKey: wrapKey(Buffer.alloc(32), credentials) }) };
    const { bytes } = device.createSpc({ contentID: 'content', credentials, tweak });
    assert.throws(() => parseSpc(bytes, credentials), { defect: 'spck-length' });
  });

  it('notices a change inside SK_R1, another ASk and a missing private key', () => {
    const changed = device.createSpc({
      contentID: 'content',
      credentials,
      tweak: { skR1: (plain) => Buffer.concat([plain.subarray(0, 80), Buffer.alloc(16)]) },
    });
    assert.throws(() => parseSpc(changed.bytes, credentials), { defect: 'integrity' });
    const { bytes } = device.createSpc({ contentID: 'content', credentials });
    assert.throws(() => parseSpc(bytes, { ...credentials, ask: Buffer.alloc(16) }), { defect: 'integrity' });
    const outsider = createTestCredentials({ certificate: credentials.certificate, ask: credentials.ask });
    assert.throws(() => parseSpc(bytes, outsider), { defect: 'no-private-key' });
  });

  it('names optional blocks of the wrong length', () => {
    for (const [tag, defect] of [
      [TAG.streamingIndicator, 'length-streaming-indicator'],
      [TAG.mediaPlaybackState, 'length-media-playback-state'],
      [TAG.protocolVersionsSupported, 'length-protocol-versions-supported'],
      [TAG.returnRequest, 'length-return-request'],
    ] as const) {
      const { bytes } = device.createSpc({
        contentID: 'content',
        credentials,
        tweak: {
          blocks: (all) =>
            all.map((b) => (b.tag === tag ? { ...b, value: Buffer.alloc(3), padding: Buffer.alloc(13) } : b)),
        },
      });
      assert.throws(() => parseSpc(bytes, credentials), { defect });
    }
  });

  it('gives unknown indicators and states as unknown', () => {
    const { bytes } = device.createSpc({
      contentID: 'content',
      credentials,
      tweak: {
        blocks: (all) =>
          all.map((b) =>
            b.tag === TAG.streamingIndicator || b.tag === TAG.mediaPlaybackState
              ? { ...b, value: b.value.map(() => 9) as Buffer }
              : b,
          ),
      },
    });
    const { indicator, playback } = parseSpc(bytes, credentials);
    assert.deepEqual([indicator, playback?.state, playback?.stateCode], ['unknown', undefined, 0x09090909]);
  });

  it('gives an SPC or its own error for any bytes and any damage', () => {
    const { bytes } = device.createSpc({ contentID: 'content', credentials });
    const damage = fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 })), {
      minLength: 1,
      maxLength: 4,
    });
    const damaged = damage.map((changes) => {
      const copy = Buffer.from(bytes);
      for (const [at, mask] of changes) copy[at] = (copy[at] ?? 0) ^ mask;
      return copy;
    });
    const cut = fc.nat(bytes.length).map((length) => bytes.subarray(0, length));
    fc.assert(fc.property(fc.oneof(bytesOf(0, 300), damaged, cut), parsesOrRefuses), { numRuns: 300 });
  });

  it('gives an SPC or its own error for any damage inside', () => {
    const damage = fc.array(fc.tuple(fc.nat(600), fc.nat(255)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(damage, (changes) => {
        const payload = (plain: Buffer): Buffer => {
          for (const [at, value] of changes) if (at < plain.length) plain[at] = value;
          return plain;
        };
        parsesOrRefuses(device.createSpc({ contentID: 'content', credentials, tweak: { payload } }).bytes);
      }),
      { numRuns: 200 },
    );
  });
});

describe('an SPC on the wire', () => {
  it('has the published layout', () => {
    const request = device.createSpc({ contentID: 'asset', credentials });
    const { bytes } = request;
    const { privateKey, certificate } = credentials;
    assert.ok(privateKey);
    assert.equal(bytes.toString('hex', 0, 8), '0000000100000000');
    assert.deepEqual(bytes.subarray(152, 172), createHash('sha1').update(certificate).digest());
    assert.equal(bytes.readUInt32BE(172), bytes.length - 176);
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    const spck = privateDecrypt({ key: privateKey, padding, oaepHash: 'sha1' }, bytes.subarray(24, 152));
    const decipher = createDecipheriv('aes-128-cbc', spck, bytes.subarray(8, 24)).setAutoPadding(false);
    const payload = decipher.update(bytes.subarray(176)).toString('hex');
    // Tag, total length (any), value length, value.
    assert.match(payload, /1bf7f53f5d5d5a1f.{8}000000056173736574/);
    assert.match(payload, /3d1a10b8bffac2ec.{8}00000070/);
    assert.match(payload, new RegExp(`71b5595ac1521133.{8}00000015${request.contents.r2.toString('hex')}`));
    assert.match(payload, /eb8efdf2b25ab3a0.{8}0000001000000000f4dee5a2/);
  });
});

function parsesOrRefuses(bytes: Buffer): void {
  try {
    assert.equal(parseSpc(bytes, credentials).hu.length, 20);
  } catch (error) {
    assert.ok(error instanceof SpcError, String(error));
    assert.match(error.message, /^SPC refused \(/);
  }
}
