import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Device } from './device';
import { parseSpc } from './parse-spc';
import { TAG } from './tags';
import { loadTestCredentials } from './test-credentials';

const credentials = loadTestCredentials();
const hu = Buffer.from('00112233445566778899aabbccddeeff00112233', 'hex');
const device = new Device({ name: 'A', hu });

describe('Device', () => {
  it('keeps its id and makes everything else anew', () => {
    const options = { contentID: 'content', credentials };
    const [first, second] = [device.createSpc(options), device.createSpc(options)].map(({ bytes }) =>
      parseSpc(bytes, credentials),
    );
    assert.ok(first && second);
    assert.deepEqual([first.hu, second.hu], [hu, hu]);
    assert.deepEqual(first.assetId, second.assetId);
    for (const field of ['iv', 'spck', 'sk', 'r1', 'r2', 'arSeed', 'integrity', 'transactionId', 'skR1'] as const) {
      assert.notDeepEqual(first[field], second[field], field);
    }
  });

  it('shuffles its blocks', () => {
    const orders = Array.from({ length: 5 }, () => {
      const { bytes } = device.createSpc({ contentID: 'content', credentials });
      return parseSpc(bytes, credentials)
        .blocks.map((block) => block.tag)
        .filter((tag) => Object.values<string>(TAG).includes(tag))
        .join();
    });
    assert.ok(new Set(orders).size > 1);
  });

  it('says what it is told to say', () => {
    const other = Buffer.alloc(20, 7);
    const { bytes } = device.createSpc({
      contentID: 'skd-é',
      credentials,
      hu: other,
      indicator: 'av-adapter',
      playback: 'lease-expiring',
      createdAtSeconds: 1_700_000_000,
      capabilities: Buffer.alloc(16, 3),
      returnRequest: [TAG.arSeed],
    });
    const spc = parseSpc(bytes, credentials);
    assert.deepEqual([spc.hu, spc.indicator, spc.returnRequest], [other, 'av-adapter', [TAG.arSeed]]);
    assert.deepEqual([spc.playback?.state, spc.playback?.createdAtSeconds], ['lease-expiring', 1_700_000_000]);
    assert.deepEqual([spc.assetId.toString(), spc.capabilities], ['skd-é', Buffer.alloc(16, 3)]);
    assert.deepEqual(spc.echoes, new Map([[TAG.arSeed, spc.arSeed]]));
  });

  it('leaves out what it is told to leave out', () => {
    const { bytes } = device.createSpc({ contentID: 'content', credentials, indicator: 'none', playback: 'none' });
    const spc = parseSpc(bytes, credentials);
    assert.deepEqual([spc.indicator, spc.playback, spc.capabilities], [undefined, undefined, undefined]);
  });

  it('asks by default for its transaction id and for blocks that no table knows', () => {
    const { bytes } = device.createSpc({ contentID: 'content', credentials });
    const { returnRequest, echoes } = parseSpc(bytes, credentials);
    assert.ok(returnRequest.includes(TAG.transactionId) && returnRequest.length > 1);
    assert.deepEqual([...echoes.keys()], returnRequest);
  });

  it('takes asset ids of 2 to 200 bytes', () => {
    for (const length of [2, 200]) {
      const { bytes } = device.createSpc({ contentID: 'x'.repeat(length), credentials });
      assert.equal(parseSpc(bytes, credentials).assetId.length, length);
    }
    for (const contentID of ['', 'x', 'x'.repeat(201), 'é'.repeat(101)]) {
      assert.throws(() => device.createSpc({ contentID, credentials }), {
        name: 'RangeError',
        message: /contentID: expected 2 to 200/,
      });
    }
  });

  it('refuses ids and flags of another length', () => {
    assert.throws(() => new Device({ name: 'B', hu: Buffer.alloc(19) }), /device B: hu: expected 20 bytes, got 19/);
    assert.throws(
      () => device.createSpc({ contentID: 'content', credentials, hu: Buffer.alloc(21) }),
      /hu: expected 20/,
    );
    assert.throws(
      () => device.createSpc({ contentID: 'content', credentials, capabilities: Buffer.alloc(8) }),
      /capabilities/,
    );
  });

  it('draws on the randomness it is given', () => {
    const random = (length: number) => Buffer.alloc(length, 5);
    const { contents } = device.createSpc({ contentID: 'content', credentials, random });
    assert.deepEqual([contents.sk, contents.r1], [Buffer.alloc(16, 5), Buffer.alloc(44, 5)]);
  });
});
