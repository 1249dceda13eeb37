import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { found, planned, recordOf } from '../testing/story';
import { shard, type Told } from '../testing/shards';
import { Waivers } from '../waivers';
import { whyMixedUp, type FoundShard } from './mixed-up';

const PLANS = [planned(['SEQ-42']), planned(['SEQ-51'])];
const TOLD: Told = { plans: PLANS, records: PLANS.map((plan) => recordOf(plan, [found('SEES-RES-01', 'right')])) };
const ONE = shard(TOLD, 1, 2);

const waiver = (reason: string): Waivers =>
  new Waivers([{ requirement: 'SEQ-42', owner: 'us', reason, issue: 'X-1', until: '2026-12-31' }], 0);

describe('whyMixedUp', () => {
  it('lets the shards of one run pass, whatever came of them', () => {
    const partial = shard({ ...TOLD, run: { partial: 'ended by SIGTERM', node: 'v24.0.0' } }, 2, 2);
    assert.equal(whyMixedUp([ONE, shard(TOLD, 2, 2)]), undefined);
    assert.equal(whyMixedUp([ONE, partial]), undefined);
    assert.equal(whyMixedUp([ONE]), undefined);
  });

  const others: readonly [string, FoundShard, string][] = [
    ['seed', shard({ ...TOLD, run: { seed: 8 } }, 2, 2), 'seed is 7 in the first and 8 in the second'],
    [
      'nonce',
      shard({ ...TOLD, run: { nonce: 'ff00ff00' } }, 2, 2),
      'nonce is 0011223344556677 in the first and ff00ff00',
    ],
    ['profile', shard({ ...TOLD, run: { profile: 'sees' } }, 2, 2), 'profile is stub in the first and sees'],
    ['hosting', shard({ ...TOLD, run: { hosting: 'nock' } }, 2, 2), 'hosting is direct in the first and nock'],
    ['total', shard(TOLD, 2, 3), 'number of shards is 2 in the first and 3'],
    [
      'digest',
      shard({ ...TOLD, run: { configurationDigest: 'd2' } }, 2, 2),
      'configuration digest is d1 in the first and d2',
    ],
    [
      'tags',
      shard({ ...TOLD, run: { selection: { tags: '@SEQ-42' } } }, 2, 2),
      'tags is none in the first and @SEQ-42',
    ],
    [
      'scenarios',
      shard({ plans: [...PLANS, planned(['SEQ-34'])], records: [] }, 2, 2),
      'only the second {"id":"SEQ-34"',
    ],
    ['waivers', shard({ ...TOLD, input: { waivers: waiver('known') } }, 2, 2), 'waivers'],
    ['version', versioned(shard(TOLD, 2, 2), '9.9.9'), 'suite version is 1.2.3 in the first and 9.9.9'],
  ];
  for (const [what, other, words] of others) {
    it(`names both folders and the differing ${what}`, () => {
      const why = whyMixedUp([ONE, other]) ?? '';
      assert.ok(why.startsWith('shards/1 and shards/2 are not shards of one run: '), why);
      assert.ok(why.includes(words), why);
    });
  }

  it('finds a shard that is there twice', () => {
    const again = { ...shard(TOLD, 1, 2), folder: 'retried' };
    assert.equal(whyMixedUp([ONE, shard(TOLD, 2, 2), again]), 'shards/1 and retried both hold shard 1/2');
  });
});

function versioned({ folder, report }: FoundShard, version: string): FoundShard {
  return { folder, report: { ...report, suite: { ...report.suite, version } } };
}
