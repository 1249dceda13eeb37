import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { SpcStep } from '../../target';
import { NotObservableError } from '../blocked';
import { CapturedSpcs, type CaptureLimits } from './captured-spcs';
import { SpcsByDevice } from './spcs-by-device';
import type { SpcOrder, SpcSource } from './spc-source';
import { order, player } from './testing/orders';

const A = player('device A');

type Shelves = Partial<Record<SpcStep, readonly (string | Buffer)[]>>;

/** Captures that are as old as their place in the list says, in seconds: 1, 2, 3. */
function captured(shelves: Shelves, limits: Partial<CaptureLimits> = {}): CapturedSpcs {
  const captures = Object.entries(shelves).map(
    ([step, some]) =>
      [
        step as SpcStep,
        some.map((bytes, index) => ({ bytes: Buffer.from(bytes), atMs: 100_000 - 1000 * (index + 1) })),
      ] as const,
  );
  const clock = { now: () => 100_000 };
  return new CapturedSpcs(new Map(captures), { maxAgeSeconds: undefined, reuse: false, clock, ...limits });
}

const make = async (spcs: SpcSource, more: Partial<SpcOrder> = {}): Promise<string> =>
  (await spcs.make(A, order(more))).bytes.toString('utf8');

const refused = (made: Promise<unknown>, why: RegExp): Promise<void> =>
  assert.rejects(made, (error) => error instanceof NotObservableError && why.test(error.message));

const SHELVES: Shelves = { bootstrap: ['boot'], bound: ['bound 1', 'bound 2'], 'wrong-device': ['wrong'] };

describe('CapturedSpcs', () => {
  it('take the captures of the step, each once', async () => {
    const spcs = captured(SHELVES);
    assert.equal(await make(spcs, { requestType: 2 }), 'boot');
    assert.equal(await make(spcs, { deviation: 'other-device' }), 'wrong');
    assert.deepEqual([await make(spcs), await make(spcs, { deviation: 'expired' })], ['bound 1', 'bound 2']);
    await refused(
      make(spcs, { requestType: 1 }),
      /the 2 captured SPCs for device A, step bound were each sent once .*reuse/,
    );
    await refused(make(spcs, { requestType: 2 }), /the one captured SPC for device A, step bootstrap/);
  });

  it('are sent in turns where the operator says so', async () => {
    const spcs = captured(SHELVES, { reuse: true });
    const sent = [await make(spcs), await make(spcs, { deviation: 'expired' }), await make(spcs, { requestType: 1 })];
    assert.deepEqual(sent, ['bound 1', 'bound 2', 'bound 1']);
  });

  it('take those of the bound step where a step has none', async () => {
    const spcs = captured({ bound: ['1', '2', '3'], 'wrong-device': [] });
    assert.deepEqual(
      [await make(spcs, { requestType: 2 }), await make(spcs), await make(spcs, { deviation: 'other-device' })],
      ['1', '2', '3'],
    );
  });

  it('show nothing of steps and devices that were not captured', async () => {
    const spcs = captured({ bootstrap: ['boot'] });
    await refused(make(spcs), /^no captured SPC for device A, step bound$/);
    await refused(make(spcs, { deviation: 'other-device' }), /^no captured SPC for device A, step wrong-device$/);
    const devices = new SpcsByDevice(new Map([['device A', spcs]]));
    await refused(devices.make(player('device B'), order()), /no SPC source is configured for device B: there are 1/);
    assert.equal(await make(devices, { requestType: 2 }), 'boot');
  });

  it('show nothing that needs their inside, and nothing is used up by asking', async () => {
    const spcs = captured({ bound: ['1'] });
    await refused(make(spcs, { hu: Buffer.alloc(20) }), /carries the id of its device/);
    await refused(make(spcs, { assetID: 'another' }), /is sealed/);
    await refused(make(spcs, { indicator: 'av-adapter' }), /is sealed/);
    assert.equal(await make(spcs), '1');
  });

  it('are not sent when they are older than they may be', async () => {
    const spcs = captured({ bound: ['1', '2', '3'] }, { maxAgeSeconds: 2 });
    assert.deepEqual([await make(spcs), await make(spcs)], ['1', '2']);
    await refused(make(spcs), /of the 3 captured SPCs .* 1 are older than 2 s \(devices\[\]\.spc\.maxAgeSeconds\)/);
    await refused(
      make(captured({ bound: ['1'] }, { maxAgeSeconds: 0.5, reuse: true })),
      /the one captured SPC .* older than 0\.5 s/,
    );
  });

  it('grow too old while others are sent', async () => {
    let now = 100_000;
    const spcs = captured({ bound: ['1', '2'] }, { maxAgeSeconds: 2, reuse: true, clock: { now: () => now } });
    assert.deepEqual([await make(spcs), await make(spcs)], ['1', '2']);
    now += 500;
    assert.deepEqual([await make(spcs), await make(spcs)], ['1', '1'], 'the second is 2.5 s old');
    now += 1000;
    await refused(make(spcs), /the 2 captured SPCs .* older/);
  });

  it('can be damaged and never opened', async () => {
    const bytes = Buffer.alloc(200, 1);
    const spcs = captured({ bound: [bytes] }, { reuse: true });
    const bad = await spcs.make(A, order({ deviation: 'bad-spc' }));
    assert.notDeepEqual(bad.bytes, bytes);
    assert.equal(bad.bytes.length, bytes.length);
    const { bytes: sent, open } = await spcs.make(A, order());
    assert.deepEqual(sent, bytes, 'the capture itself stays whole');
    assert.equal(open, undefined);
    const cut = await spcs.make(A, order({ tweak: { bytes: (whole) => whole.subarray(0, 10) } }));
    assert.equal(cut.bytes.length, 10);
  });
});
