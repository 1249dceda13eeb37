import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Device } from './device';
import { inspectSpc } from './spc-container';
import { SpcError } from './spc-error';
import { SPC_FLAWS } from './spc-flaws';
import { loadTestCredentials } from './test-credentials';

const credentials = loadTestCredentials();
const device = new Device({ name: 'A', hu: Buffer.alloc(20, 0xa) });
const sound = device.createSpc({ contentID: 'content', credentials }).bytes;

describe('inspectSpc', () => {
  it('tells the outside of a sound SPC', () => {
    assert.deepEqual(inspectSpc(sound), {
      version: 1,
      opaque: false,
      payloadLength: sound.length - 176,
      certificateHash: credentials.certificateHash,
    });
  });

  for (const version of [2, 3]) {
    it(`takes version ${version} as opaque, whatever follows`, () => {
      const opaque = { version, opaque: true, payloadLength: undefined, certificateHash: undefined };
      assert.deepEqual(inspectSpc(Buffer.from([0, 0, 0, version])), opaque);
      assert.deepEqual(inspectSpc(Buffer.concat([Buffer.from([0, 0, 0, version]), sound])), opaque);
    });
  }

  for (const { name, defect, tweak } of SPC_FLAWS.filter((flaw) => flaw.tweak.bytes)) {
    it(`names the defect of ${name}`, () => {
      const { bytes } = device.createSpc({ contentID: 'content', credentials, tweak });
      assert.throws(() => inspectSpc(bytes), { name: 'SpcError', defect });
    });
  }

  it('knows base64 of all versions and with white space around', () => {
    for (const version of [1, 2, 3]) {
      const text = Buffer.concat([Buffer.from([0, 0, 0, version]), sound]).toString('base64');
      assert.throws(() => inspectSpc(Buffer.from(`\r\n ${text}\n`)), { defect: 'base64-text' });
    }
  });

  it('ignores the reserved bytes', () => {
    const bytes = Buffer.from(sound);
    bytes.fill(0xff, 4, 8);
    assert.equal(inspectSpc(bytes).version, 1);
  });

  it('gives a picture or its own error for any bytes', () => {
    const versioned = fc.tuple(fc.constantFrom(0, 1, 2, 3, 4), fc.uint8Array({ maxLength: 400 }));
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      versioned.map(([version, rest]) => Uint8Array.from([0, 0, 0, version, ...rest])),
    );
    fc.assert(
      fc.property(bytes, (candidate) => {
        try {
          assert.ok([1, 2, 3].includes(inspectSpc(Buffer.from(candidate)).version));
        } catch (error) {
          assert.ok(error instanceof SpcError, String(error));
        }
      }),
      { numRuns: 500 },
    );
  });
});
