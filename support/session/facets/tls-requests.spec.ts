import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import type { Call } from '../../exchange';
import { scenarioOf, stubRun } from '../testing/stub-run';
import type { Scenario } from '../scenario';
import { TlsRequests } from './tls-requests';

/** A SEES that grants unless ExpressPlay is disguised, and that meets the disguise at its request `meets` of these. */
async function played(context: TestContext, meets: number): Promise<Scenario> {
  const run = await stubRun(context);
  const scenario = scenarioOf(run, ['SEES-TRN-14']);
  const disguised = { on: false, asked: 0 };
  const call: Call = (request) => {
    if (disguised.on) disguised.asked += 1;
    const { messageID } = JSON.parse(request.body.toString()) as { messageID: string };
    const decision = disguised.on
      ? { isAllowed: false, error: 1, errorText: 'no token' }
      : { isAllowed: true, epTokenURL: 'https://ep.example/rights/?ExpressPlayToken=AAAA' };
    const body = Buffer.from(JSON.stringify({ messageID, version: 1, ...decision }));
    return Promise.resolve({ status: 200, headers: { 'content-type': 'application/json' }, body });
  };
  const door = {
    seesUrl: 'https://sees.example/SEES',
    secure: true,
    as: () => call,
    misnameExpressPlay: () => {
      disguised.on = true;
      return {
        wasMet: () => disguised.asked >= meets,
        end: () => {
          disguised.on = false;
        },
      };
    },
  };
  Object.defineProperty(run.target, 'tls', { value: () => Promise.resolve(door) });
  await new TlsRequests(scenario).whileMisnamed('device A');
  return scenario;
}

/** Which of its exchanges count, by whether ExpressPlay was disguised. */
const counted = (scenario: Scenario): string =>
  scenario.journal.exchanges
    .map(({ stimulus, wasRepeated }) => {
      const fault = stimulus?.kind === 'entitlement' && stimulus.fault !== undefined;
      return `${fault ? 'disguised' : 'sound'}${wasRepeated ? ', does not count' : ''}`;
    })
    .join('; ');

describe('TlsRequests.whileMisnamed', () => {
  it('asks until SEES has connected anew; what it refused before counts for nothing', async (context) => {
    assert.equal(counted(await played(context, 1)), 'sound; disguised; sound');
    assert.equal(counted(await played(context, 2)), 'sound; disguised, does not count; disguised; sound');
  });

  it('leaves nothing to judge by where SEES never connects, and says so', async (context) => {
    const scenario = await played(context, Infinity);
    const none = 'disguised, does not count';
    assert.equal(counted(scenario), `sound; ${none}; ${none}; ${none}; sound`);
    assert.ok(scenario.journal.notes.some(({ text }) => text.includes('saw no certificate')));
    assert.throws(() => scenario.judge('answer'), /SEES-TRN-14.verify.*nothing to judge/s);
  });
});
