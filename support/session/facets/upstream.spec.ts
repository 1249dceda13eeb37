import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isGrant } from '../../checks';
import type { Grant } from '../grant';
import { scenarioOf, stubRun } from '../testing/stub-run';
import { Upstream } from './upstream';

const granted = ({ exchange }: Grant): boolean => isGrant(exchange);

for (const hosting of ['direct', 'port'] as const) {
  describe(`Upstream, hosting ${hosting}`, () => {
    it('registers under fresh cookies, in whatever trouble, without waiting', async (context) => {
      const run = await stubRun(context, {}, { hosting });
      const scenario = scenarioOf(run, ['SEES-ERR-06']);
      const upstream = new Upstream(scenario);
      const player = scenario.player('device A');
      const begin = performance.now();
      const grants = [await upstream.register(player)];
      for (const words of ['no connection', 'a connection that breaks', 'silence']) {
        grants.push(await upstream.registerDuring(player, upstream.tokenStory(words)));
      }
      grants.push(await upstream.register(player));
      assert.ok(performance.now() - begin < 5000, 'silence costs no real time');
      assert.deepEqual(grants.map(granted), [true, false, false, false, true]);
      assert.equal(new Set(grants.map(({ stimulus }) => stimulus.cookie)).size, grants.length);
      const faults = scenario.journal.exchanges.flatMap(({ operation, failure }) =>
        operation === 'token' ? (failure?.failure ?? 'answered') : [],
      );
      assert.deepEqual(faults, ['answered', 'refused', 'reset', 'timeout', 'answered']);
    });
  });
}

describe('Upstream', () => {
  it('binds by made-up histories, each of one cookie', async (context) => {
    const scenario = scenarioOf(await stubRun(context), ['EP-REC-08']);
    const upstream = new Upstream(scenario);
    const player = scenario.player('device A');
    const { main } = scenario.run.titles;
    assert.equal(granted(await upstream.bindDuring(player, 'a single event', main)), true);
    assert.equal(granted(await upstream.bindDuring(player, 'events of other cookies', main)), false);
    assert.equal(granted(await upstream.bindDuring(player, 'an event whose device id is null', main)), false);
    assert.equal(granted(await upstream.bindDuring(player, 'silence', main)), false);
    const last = await upstream.bindDuring(player, 'thirty-two events of the device', main);
    assert.equal(granted(last), true);
    assert.equal(last.stimulus.fault, undefined);
  });

  it('gets titles with stored and wrapped keys from the ExpressPlay that is played', async (context) => {
    const scenario = scenarioOf(await stubRun(context), ['EP-TOK-29']);
    const { wrapped, rented } = scenario.run.titles;
    assert.equal(wrapped.length, 2);
    await new Upstream(scenario).askBothWays(scenario.player('device A'), [...wrapped, rented]);
    const asked = scenario.journal.exchanges.filter(({ operation }) => operation === 'entitlement');
    assert.equal(asked.length, 3 * 3);
    assert.ok(asked.every(isGrant));
  });

  it('ends every story with its request', async (context) => {
    const scenario = scenarioOf(await stubRun(context), ['SEES-ERR-07']);
    const upstream = new Upstream(scenario);
    const player = scenario.player('device A');
    await upstream.registerDuring(player, upstream.codeStory(-2002, 'json'));
    assert.equal(granted(await upstream.register(player)), true);
  });
});
