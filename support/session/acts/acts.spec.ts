import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NO_OFFSET, TransportError, VirtualClock, type Call, type ClockOffset } from '../../exchange';
import { Clocks, type Target } from '../../target';
import { BlockedError, NotObservableError } from '../blocked';
import type { Grant } from '../grant';
import type { Scenario } from '../scenario';
import { scenarioOf, stubRun } from '../testing/stub-run';
import { ask } from './ask';
import { mustBeInTime, redeemLate } from './late';
import { lookUp, recordedDevice } from './look-up';
import { redeem } from './redeem';
import { askForRegistration, recordsToSettle, register } from './register';

type Context = Parameters<typeof stubRun>[0];

/** A scenario against the reference pair, or against a target that differs from it. */
async function begin(context: Context, change: (target: Target) => Partial<Target> = () => ({})): Promise<Scenario> {
  const run = await stubRun(context);
  const { timing } = run;
  Object.assign(timing, { toleranceMs: 2000, longestWaitMs: 120_000 });
  Object.assign(run, { target: { ...run.target, ...change(run.target) } });
  return scenarioOf(run, []);
}

const play = (scenario: Scenario, form: 'relative' | 'absolute' | 'thirty-day' | 'main' = 'main'): Promise<Grant> => {
  const { titles } = scenario.run;
  const { contentID } = form === 'main' ? titles.main : titles.withExpiry(form);
  return ask(scenario, scenario.player('device A'), { requestType: 1, contentID });
};

const nobodyThere: Call = () => Promise.reject(new TransportError('refused', 'ECONNREFUSED', 'nobody listens'));

describe('ask', () => {
  it('sends what the documents want and tells in the journal what was meant', async (context) => {
    const scenario = await begin(context);
    const { exchange, url } = await play(scenario);
    const sent = JSON.parse(exchange.request.body.toString('utf8'));
    assert.deepEqual(Object.keys(sent), ['messageID', 'version', 'requestType', 'contentID']);
    assert.equal(exchange.stimulus?.kind === 'entitlement' && exchange.stimulus.messageID, sent.messageID);
    assert.match(url ?? '', /ExpressPlayToken=/);
    assert.doesNotMatch(JSON.stringify(exchange), new RegExp(url!.split('=')[1]!), 'the token is a secret from now on');
  });

  it('takes the cookie of the player for types 2 and 3', async (context) => {
    const scenario = await begin(context);
    const { cookie } = scenario.player('device A');
    const { exchange } = await askForRegistration(scenario, scenario.player('device A'));
    assert.equal(JSON.parse(exchange.request.body.toString('utf8')).customerCookie, cookie);
    assert.equal(scenario.player('device A').registration, 'unredeemed');
  });

  it('keeps a transport failure in the journal and lets any other error through', async (context) => {
    const down = await begin(context, ({ player }) => ({ player: { ...player, sees: nobodyThere } }));
    const { exchange, url } = await play(down);
    assert.deepEqual([exchange.failure?.message, url], ['nobody listens', undefined]);
    const ours = await begin(context, ({ player }) => ({
      player: { ...player, sees: () => Promise.reject(new RangeError('ours')) },
    }));
    await assert.rejects(play(ours), RangeError);
  });

  const throttling =
    (times: number): ((target: Target) => Partial<Target>) =>
    ({ player }) => {
      let left = times;
      const sees: Call = (request, options) => {
        left -= 1;
        const patience = { status: 429, headers: {}, body: Buffer.alloc(0) };
        return left >= 0 ? Promise.resolve(patience) : player.sees(request, options);
      };
      return { player: { ...player, sees } };
    };

  it('asks again, under another message id, where SEES asks for patience', async (context) => {
    const scenario = await begin(context, throttling(2));
    const { exchange, url } = await play(scenario);
    assert.match(url ?? '', /ExpressPlayToken=/);
    const sent = scenario.journal.exchanges.filter(({ operation }) => operation === 'entitlement');
    assert.deepEqual(
      sent.map((one) => [one.response?.status, one.wasRepeated]),
      [
        [429, true],
        [429, true],
        [200, false],
      ],
    );
    assert.equal(sent.at(-1), exchange);
    const ids = sent.map(({ stimulus }) => (stimulus?.kind === 'entitlement' ? stimulus.messageID : ''));
    assert.equal(new Set(ids).size, 3);
  });

  it('takes 429 for the answer of a SEES that says nothing else', async (context) => {
    const { exchange, url } = await play(await begin(context, throttling(Infinity)));
    assert.deepEqual([exchange.response?.status, exchange.wasRepeated, url], [429, false, undefined]);
  });

  /** A SEES that never answers; with a journal it calls ExpressPlay first. */
  const silent =
    (callsWhile?: () => void): Call =>
    (_request, options) =>
      new Promise((_resolve, reject) => {
        options?.signal?.addEventListener('abort', () => reject(new TransportError('aborted', 'ABORT', 'went away')));
        callsWhile?.();
      });

  it('goes away while SEES calls ExpressPlay, where that is seen', async (context) => {
    const request = { method: 'GET', url: 'https://e.test/cmiapi/getrecord/', headers: {}, body: Buffer.alloc(0) };
    const callsWhile = (): void => {
      scenario.journal.begin({ operation: 'record', from: 'sees', to: 'expressplay', request });
    };
    const scenario = await begin(context, ({ player }) => ({ player: { ...player, sees: silent(callsWhile) } }));
    const { contentID } = scenario.run.titles.main;
    const { exchange } = await ask(scenario, scenario.player('device A'), { requestType: 1, contentID, abort: true });
    assert.equal(exchange.failure?.failure, 'aborted');
  });

  it('goes away once the request has left, elsewhere', async (context) => {
    const scenario = await begin(context, ({ player, known }) => ({
      player: { ...player, sees: silent() },
      known: { ...known, backend: false },
    }));
    const { contentID } = scenario.run.titles.main;
    const { exchange } = await ask(scenario, scenario.player('device A'), { requestType: 1, contentID, abort: true });
    assert.equal(exchange.failure?.failure, 'aborted');
    assert.ok(exchange.stimulus?.kind === 'entitlement' && exchange.stimulus.aborted === true);
  });
});

describe('redeem', () => {
  it('opens the license with the key of the title', async (context) => {
    const scenario = await begin(context);
    const { opened } = await redeem(scenario, scenario.player('device A'), await play(scenario));
    assert.ok(opened?.kind === 'opened');
    assert.equal(opened.contentKey.toString('hex'), scenario.run.titles.main.contentKey);
  });

  it('is blocked without a URL, and says what SEES answered', async (context) => {
    const scenario = await begin(context);
    const player = scenario.player('device A');
    const refused = await ask(scenario, player, { requestType: 3, contentID: scenario.run.titles.main.contentID });
    await assert.rejects(redeem(scenario, player, refused), (error) => {
      assert.ok(error instanceof BlockedError);
      assert.match(error.message, /type 3 request of device A \(exchange 1\): HTTP 200 .*isAllowed/s);
      return true;
    });
  });

  it('takes an answer that is no CKC for a defect, and a refusal for none', async (context) => {
    const answering =
      (status: number) =>
      (target: Target): Partial<Target> => ({
        player: { ...target.player, license: () => Promise.resolve({ status, headers: {}, body: Buffer.from('no') }) },
      });
    for (const [status, kind] of [
      [200, 'defect'],
      [403, undefined],
    ] as const) {
      const scenario = await begin(context, answering(status));
      const exchange = await redeem(scenario, scenario.player('device A'), await play(scenario));
      assert.equal(exchange.opened?.kind, kind);
    }
  });
});

describe('register and lookUp', () => {
  it('leave a record that names the device', async (context) => {
    const scenario = await begin(context);
    const player = scenario.player('device A');
    await register(scenario, player);
    assert.equal(player.registration, 'redeemed');
    const record = await lookUp(scenario, player);
    assert.equal(recordedDevice(record, scenario.run.target.known.record), player.device.hu.toString('hex'));
    const asked = scenario.journal.exchanges.filter(({ operation }) => operation === 'record');
    assert.deepEqual(asked, [record], 'from the harness, and from nobody else');
  });

  it('wait until the record shows, under a foreign cookie as long as it may take', async (context) => {
    const clock = new VirtualClock(0);
    const scenario = await begin(context, () => ({ clock, underTest: new Set(['expressplay'] as const) }));
    Object.assign(scenario.run.timing, { recordVisibilityMs: 2000 });
    const [owner, other] = [scenario.player('device A'), scenario.player('device B')];
    await register(scenario, owner);
    assert.equal(clock.now(), 0, 'it shows at once');
    await register(scenario, other);
    await register(scenario, other, { cookie: owner.cookie });
    assert.equal(clock.now(), 2000, 'what shows may be the record of the owner');
    await recordsToSettle(scenario, other);
    assert.equal(clock.now(), 4000);
  });

  it('wait for no record of an ExpressPlay that is played on real time: those of the flow show as if their time had come', async (context) => {
    const scenario = await begin(context, ({ known: { standsAtMs: _, ...known } }) => ({ known }));
    Object.assign(scenario.run.timing, { recordVisibilityMs: 3_600_000 });
    const shifts: [string, number][] = [];
    const { controls } = scenario.run.target;
    Object.assign(controls!, { shift: (subject: string, seconds: number) => shifts.push([subject, seconds]) });
    const player = scenario.player('device A');
    await register(scenario, player);
    await recordsToSettle(scenario, player);
    assert.deepEqual(shifts, [
      [player.cookie, 3600],
      [player.cookie, 3600],
    ]);
  });

  it('are blocked where ExpressPlay does not take the SPC', async (context) => {
    const license: Call = () => Promise.resolve({ status: 403, headers: {}, body: Buffer.alloc(0) });
    const scenario = await begin(context, ({ player }) => ({ player: { ...player, license } }));
    const player = scenario.player('device A');
    await assert.rejects(register(scenario, player), /did not accept the registration of device A .*: HTTP 403$/);
    assert.equal(player.registration, 'unredeemed');
  });

  it('show nothing where the harness may not ask', async (context) => {
    const scenario = await begin(context, ({ expressplay }) => ({
      expressplay: { ...expressplay, record: undefined },
    }));
    await assert.rejects(lookUp(scenario, scenario.player('device A')), NotObservableError);
  });
});

describe('redeemLate', () => {
  it('shifts the one token where the clock is ours', async (context) => {
    const scenario = await begin(context);
    const [early, late] = [await play(scenario, 'relative'), await play(scenario, 'relative')];
    const status = async (grant: Grant, offset: number): Promise<unknown> =>
      (await redeemLate(scenario, scenario.player('device A'), grant, offset, {})).response?.status;
    assert.deepEqual([await status(early, -1), await status(late, 1)], [200, 403]);
    assert.deepEqual(
      scenario.journal.notes.map(({ text }) => text),
      [
        'ExpressPlay judges the token of exchange 1 -1 s from its limit',
        'ExpressPlay judges the token of exchange 3 +1 s from its limit',
      ],
    );
  });

  it('does not take the word of an ExpressPlay that reckons otherwise than it was asked to', async (context) => {
    for (const errorMs of [86_400_000, -30_000]) {
      const scenario = await begin(context, ({ controls }) => ({
        controls: controls && { ...controls, limitOf: (token) => (controls.limitOf(token) ?? NaN) + errorMs },
      }));
      const [early, late] = [await play(scenario, 'relative'), await play(scenario, 'thirty-day')];
      const status = async (grant: Grant, offset: number): Promise<unknown> =>
        (await redeemLate(scenario, scenario.player('device A'), grant, offset, {})).response?.status;
      assert.deepEqual([await status(early, -1), await status(late, 1)], [200, 403]);
    }
  });

  const foreign = (clock: VirtualClock) => (): Partial<Target> => ({ clock, controls: undefined });

  it('waits for the limit, tolerance included, where the clock is not ours', async (context) => {
    const clock = new VirtualClock(Date.now());
    const scenario = await begin(context, foreign(clock));
    const grant = await play(scenario, 'relative');
    const issuedMs = scenario.journal.exchanges.find(({ operation }) => operation === 'token')!.endMs!;
    const life = Number(scenario.run.titles.withExpiry('relative').expirationTime);
    const { stimulus } = await redeemLate(scenario, scenario.player('device A'), grant, 1, {});
    assert.equal(clock.now(), issuedMs + life * 1000 + 1000 + 2000);
    assert.ok(stimulus?.kind === 'license' && stimulus.offsetSeconds === 1);
  });

  /** A foreign ExpressPlay whose clock is so much ahead, as far as anybody knows. */
  const withClocks =
    (clock: VirtualClock, expressplay: ClockOffset | undefined, sees: ClockOffset | undefined = NO_OFFSET) =>
    ({ known }: Target): Partial<Target> => {
      const clocks = Object.assign(new Clocks(new Set()), { expressplay: () => expressplay, sees: () => sees });
      return { clock, controls: undefined, clocks, known: { ...known, clocks } };
    };
  const about = (ms: number): ClockOffset => ({ lowMs: ms - 50, highMs: ms + 50, answers: 9, agree: true });

  it('waits for an instant by the clock that judges it, at the end of what is known of it', async (context) => {
    for (const aheadMs of [40_000, -40_000]) {
      const clock = new VirtualClock(Date.now());
      const scenario = await begin(context, withClocks(clock, about(aheadMs)));
      const grant = await play(scenario, 'absolute');
      const [call] = scenario.journal.exchanges.filter(({ operation }) => operation === 'token');
      const instant = Date.parse(new URL(call!.request.url).searchParams.get('expirationTime')!);
      await redeemLate(scenario, scenario.player('device A'), grant, 1, {});
      assert.equal(clock.now(), instant - aheadMs + 50 + 1000 + 2000);
    }
  });

  it('counts a life from its beginning, whatever clocks say', async (context) => {
    const clock = new VirtualClock(Date.now());
    const scenario = await begin(context, withClocks(clock, about(-40_000)));
    const grant = await play(scenario, 'relative');
    const issuedMs = scenario.journal.exchanges.find(({ operation }) => operation === 'token')!.endMs!;
    const life = Number(scenario.run.titles.withExpiry('relative').expirationTime);
    await redeemLate(scenario, scenario.player('device A'), grant, 1, {});
    assert.equal(clock.now(), issuedMs + life * 1000 + 1000 + 2000);
  });

  it('leaves open what an unknown clock makes of an instant', async (context) => {
    const scenario = await begin(context, withClocks(new VirtualClock(Date.now()), undefined));
    const grant = await play(scenario, 'absolute');
    const { stimulus } = await redeemLate(scenario, scenario.player('device A'), grant, 1, {});
    assert.ok(stimulus?.kind === 'license');
    assert.match(stimulus.undecided ?? '', /the clock that judges it is not known/);
  });

  it('has SEES and ExpressPlay agree on an instant that nobody sees', async (context) => {
    const life = async (sees: ClockOffset, expressplay: ClockOffset): Promise<number> => {
      const clock = new VirtualClock(Date.now());
      const scenario = await begin(context, (target) => {
        const changed = withClocks(clock, expressplay, sees)(target);
        return { ...changed, known: { ...target.known, ...changed.known, backend: false } };
      });
      const grant = await play(scenario, 'absolute');
      await redeemLate(scenario, scenario.player('device A'), grant, 1, {});
      return clock.now() - grant.exchange.endMs! - 3000;
    };
    const policy = 60_000;
    assert.equal(await life(about(40_000), about(40_000)), policy + 100);
    assert.equal(await life(about(0), about(-40_000)), policy + 40_100);
  });

  it('does not redeem what is over by the clock that judges it', async (context) => {
    const far = await begin(context, withClocks(new VirtualClock(Date.now()), about(70_000)));
    const grant = await play(far, 'absolute');
    assert.throws(
      () => mustBeInTime(far, grant),
      /by the clock of ExpressPlay \(70\.0 s ahead of ours, that of SEES 0\.0 s/,
    );
    const near = await begin(context, withClocks(new VirtualClock(Date.now()), about(40_000)));
    mustBeInTime(near, await play(near, 'absolute'));
  });

  it('shows nothing before a limit of a foreign clock, nor beyond the longest wait', async (context) => {
    const scenario = await begin(context, foreign(new VirtualClock(Date.now())));
    const late = (grant: Grant, offset: number): Promise<unknown> =>
      redeemLate(scenario, scenario.player('device A'), grant, offset, {});
    await assert.rejects(late(await play(scenario, 'relative'), -1), NotObservableError);
    await assert.rejects(late(await play(scenario, 'thirty-day'), 1), /longest wait 120 s/);
  });
});
