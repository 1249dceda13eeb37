import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadTestCredentials, parseSpc, SpcError } from '../../fairplay';
import { SyntheticSpcs } from './synthetic-spcs';
import { order, player } from './testing/orders';

const credentials = loadTestCredentials();

const A = player('device A');

describe('SyntheticSpcs', () => {
  const spcs = new SyntheticSpcs(credentials);

  it("carry the player's device and the title", async () => {
    const { bytes, open } = await spcs.make(A, order());
    const { hu, assetId } = parseSpc(bytes, credentials);
    assert.deepEqual(hu, A.device.hu);
    assert.equal(assetId.toString('utf8'), 'skd://title');
    assert.equal(typeof open, 'function');
  });

  it('name another title where one is wanted', async () => {
    const { bytes } = await spcs.make(A, order({ assetID: 'skd://another' }));
    assert.equal(parseSpc(bytes, credentials).assetId.toString('utf8'), 'skd://another');
  });

  it('carry another HU where one is wanted', async () => {
    const hu = Buffer.alloc(20, 9);
    assert.deepEqual(parseSpc((await spcs.make(A, order({ hu }))).bytes, credentials).hu, hu);
  });

  it('are unreadable where they shall be, and nobody can open what comes back', async () => {
    const { bytes, open } = await spcs.make(A, order({ deviation: 'bad-spc' }));
    assert.throws(() => parseSpc(bytes, credentials), SpcError);
    assert.equal(open, undefined);
  });
});
