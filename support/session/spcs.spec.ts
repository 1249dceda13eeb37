import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Device, loadTestCredentials, parseSpc, SpcError } from '../fairplay';
import { NotObservableError } from './blocked';
import type { Player } from './player';
import { CapturedSpcs, SyntheticSpcs, type Spc, type SpcOrder } from './spcs';

const credentials = loadTestCredentials();

function player(name: string): Player {
  return { name, device: new Device({ name, hu: Buffer.alloc(20, name) }), cookie: 'c', registration: 'none' };
}

const A = player('device A');

function order(more: Partial<SpcOrder> = {}): SpcOrder {
  return { contentID: 'skd://title', requestType: 3, deviation: 'none', hu: undefined, ...more };
}

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

describe('CapturedSpcs', () => {
  const shelf = (...texts: string[]): Buffer[] => texts.map((text) => Buffer.from(text));
  const make = async (spcs: CapturedSpcs, more: Partial<SpcOrder> = {}): Promise<string> =>
    (await spcs.make(A, order(more))).bytes.toString('utf8');

  it('take the capture of the step, in turns', async () => {
    const captures = new Map([
      ['bootstrap', shelf('boot')],
      ['bound', shelf('bound 1', 'bound 2')],
      ['wrong-device', shelf('wrong')],
    ]);
    const spcs = new CapturedSpcs(new Map([['device A', captures]]));
    assert.equal(await make(spcs, { requestType: 2 }), 'boot');
    assert.equal(await make(spcs, { deviation: 'other-device' }), 'wrong');
    assert.deepEqual(
      [await make(spcs), await make(spcs, { deviation: 'expired' }), await make(spcs, { requestType: 1 })],
      ['bound 1', 'bound 2', 'bound 1'],
    );
  });

  it('take those of the bound step where a step has none, and none twice before its turn', async () => {
    const spcs = new CapturedSpcs(new Map([['device A', new Map([['bound', shelf('1', '2', '3')]])]]));
    assert.deepEqual(
      [await make(spcs, { requestType: 2 }), await make(spcs), await make(spcs, { deviation: 'other-device' })],
      ['1', '2', '3'],
    );
  });

  it('show nothing of devices and steps that were not captured', async () => {
    const none = (made: Promise<Spc>): Promise<void> => assert.rejects(made, NotObservableError);
    const spcs = new CapturedSpcs(
      new Map([
        [
          'device A',
          new Map([
            ['bootstrap', shelf('boot')],
            ['wrong-device', []],
          ]),
        ],
      ]),
    );
    await none(spcs.make(player('device B'), order()));
    await none(spcs.make(A, order()));
    await none(spcs.make(A, order({ deviation: 'other-device' })));
    await none(spcs.make(A, order({ requestType: 2, hu: Buffer.alloc(20) })));
  });

  it('can be damaged and never opened', async () => {
    const bytes = Buffer.alloc(200, 1);
    const spcs = new CapturedSpcs(new Map([['device A', new Map([['bound', [bytes]]])]]));
    const bad = await spcs.make(A, order({ deviation: 'bad-spc' }));
    assert.notDeepEqual(bad.bytes, bytes);
    assert.equal(bad.bytes.length, bytes.length);
    assert.deepEqual(bytes, Buffer.alloc(200, 1), 'the capture itself stays whole');
    const { open } = await spcs.make(A, order());
    assert.equal(open, undefined);
  });
});
