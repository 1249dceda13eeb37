import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { SPC_FLAWS } from '../../fairplay';
import { ask } from '../acts/ask';
import { redeem } from '../acts/redeem';
import { NotObservableError } from '../blocked';
import type { Scenario } from '../scenario';
import { scenarioOf, stubRun } from '../testing/stub-run';
import { ExpressPlayFacet } from './expressplay';

const DEVICE = 'device A';

async function begun(
  context: TestContext,
  requirements: readonly string[] = [],
): Promise<{ scenario: Scenario; expressplay: ExpressPlayFacet }> {
  const scenario = scenarioOf(await stubRun(context), requirements);
  return { scenario, expressplay: new ExpressPlayFacet(scenario) };
}

const statuses = (scenario: Scenario): (number | undefined)[] =>
  scenario.journal.exchanges.map(({ response }) => response?.status);

const purposes = (scenario: Scenario): string[] =>
  scenario.journal.exchanges.flatMap(({ stimulus }) => (stimulus?.kind === 'token' ? stimulus.purpose : []));

describe('the token service, asked by the harness', () => {
  it('gets sound twins before faults, each when it is first needed', async (context) => {
    const { scenario, expressplay } = await begun(context);
    await expressplay.tokens.faults(
      [
        { parameter: 'iv', value: '(absent)', codes: [-6003] },
        { parameter: 'cookie', value: '(33 characters)', codes: [-2033] },
        { parameter: 'cookie', value: '(34 characters)', codes: [-2033] },
        { parameter: 'key data', value: 'kek alone', codes: [-4018] },
      ],
      'json',
    );
    assert.deepEqual(statuses(scenario), [200, 400, 200, 400, 400, 200, 400]);
    const twins = scenario.journal.exchanges.map(({ stimulus }) => (stimulus?.kind === 'token' ? stimulus.twin : 0));
    assert.deepEqual(twins, [undefined, 1, 1, 3, 3, 1, 6]);
  });

  it('gets a plus as it stands in the table', async (context) => {
    const { scenario, expressplay } = await begun(context);
    await expressplay.tokens.faults([
      { parameter: 'expirationTime', value: '(+600 with its plus bare)', codes: [-2002] },
    ]);
    const last = scenario.journal.exchanges.at(-1);
    assert.match(last?.request.url ?? '', /expirationTime=\+600(&|$)/);
    assert.equal(last?.response?.status, 400);
  });

  it('sends faults by POST beside sound twins by POST', async (context) => {
    const { scenario, expressplay } = await begun(context);
    const row = { parameter: 'cookie', value: '(33 characters)', codes: [-2033] };
    await expressplay.tokens.faults([row], 'json', 'POST');
    await expressplay.tokens.faults([row], 'json');
    const { exchanges } = scenario.journal;
    assert.deepEqual(
      exchanges.map(({ request }) => request.method),
      ['POST', 'POST', 'POST', 'GET', 'GET', 'GET'],
    );
    assert.deepEqual(statuses(scenario), [200, 200, 400, 200, 200, 400]);
    const twins = exchanges.map(({ stimulus }) => (stimulus?.kind === 'token' ? stimulus.twin : 0));
    assert.deepEqual(twins, [undefined, 1, 2, undefined, 4, 5]);
  });

  it('gets values that differ from the sound one, or look like it, in one character', async (context) => {
    const { scenario, expressplay } = await begun(context);
    const value = async (parameter: string, cell: string): Promise<string> => {
      await expressplay.tokens.faults([{ parameter, value: cell, codes: [-2018] }], 'json');
      const { request } = scenario.journal.exchanges.at(-1) ?? assert.fail();
      const text = new URL(request.url).searchParams.get(parameter) ?? '';
      assert.ok(parameter === 'cookie' || scenario.run.redactor.contains(text));
      return text;
    };
    const sound = scenario.run.target.known.customerAuthenticator ?? '';
    const { contentKey } = scenario.run.titles.main;
    assert.equal(await value('customerAuthenticator', '(without its last character)'), sound.slice(0, -1));
    const other = await value('customerAuthenticator', '(with another last character)');
    assert.ok(other !== sound && other.length === sound.length && other.startsWith(sound.slice(0, -1)));
    assert.equal(await value('contentKey', '(in capitals)'), contentKey.toUpperCase());
    assert.match(await value('contentKey', '(32 characters, the last beyond hex)'), /^[0-9a-f]{31}g$/);
    const cookie = await value('cookie', '(32 characters that are escaped)');
    assert.equal(cookie.length, 32);
    assert.match(encodeURIComponent(cookie), /%20.*%26.*%2B/);
  });

  it('knows no value by a name that no table may use', async (context) => {
    const { expressplay } = await begun(context);
    await assert.rejects(
      expressplay.tokens.variations([{ parameter: 'iv', value: '(some)' }]),
      /"\(some\)" is no value/,
    );
    await assert.rejects(expressplay.tokens.variations([{ parameter: 'key data', value: 'x' }]), /"x" is no key data/);
  });

  it('gives every secret of a request to the redactor before it is sent', async (context) => {
    const { scenario, expressplay } = await begun(context);
    const { tokens } = expressplay;
    await tokens.sound('json');
    await tokens.variations([{ parameter: 'key data', value: 'kek with the kid of a stored key' }]);
    await tokens.faults([{ parameter: 'customerAuthenticator', value: '(unknown)', codes: [-2018] }], 'json');
    await tokens.inState('disabled', -2031);
    const { redactor } = scenario.run;
    for (const { request } of scenario.journal.exchanges) {
      const { searchParams } = new URL(request.url);
      for (const name of ['kek', 'ek', 'contentKey']) {
        const value = searchParams.get(name);
        // Titles and the harness's own authenticator are told to the redactor when a run is opened.
        if (value !== null && value !== scenario.run.titles.main.contentKey) assert.ok(redactor.contains(value), name);
      }
    }
    const [plain, inState] = [scenario.journal.exchanges[0], scenario.journal.exchanges.at(-1)];
    const authenticator = new URL(inState?.request.url ?? '').searchParams.get('customerAuthenticator') ?? '';
    assert.notEqual(authenticator, new URL(plain?.request.url ?? '').searchParams.get('customerAuthenticator'));
    assert.ok(redactor.contains(authenticator));
  });

  it('says what it cannot ask', async (context) => {
    const { expressplay } = await begun(context);
    await assert.rejects(expressplay.tokens.inState('asleep', -2031), /no account is at hand.*"asleep"/);
  });
});

describe('the license service, asked by the harness', () => {
  it('gets a fresh token for every request', async (context) => {
    const { scenario, expressplay } = await begun(context);
    await expressplay.licenses.twin(DEVICE);
    await expressplay.licenses.spoiled(DEVICE, [{ fault: 'there are no bytes' }, { fault: '1 MiB of noise' }]);
    await expressplay.licenses.afterwards(DEVICE);
    assert.deepEqual(statuses(scenario), [200, 200, 200, 403, 200, 403, 200, 200]);
    assert.equal(new Set(scenario.journal.exchanges.map(({ request }) => request.url)).size, 5);
    assert.deepEqual(
      purposes(scenario),
      Array.from({ length: 4 }, () => `a token for ${DEVICE}`),
    );
  });

  it('knows every flaw that an SPC can have', async (context) => {
    const { scenario, expressplay } = await begun(context);
    await expressplay.licenses.twin(DEVICE);
    await expressplay.licenses.spoiled(
      DEVICE,
      SPC_FLAWS.map(({ sentence }) => ({ fault: sentence })),
    );
    const refused = scenario.journal.exchanges.filter(({ response }) => response?.status === 403);
    assert.equal(refused.length, SPC_FLAWS.length);
    await assert.rejects(expressplay.licenses.spoiled(DEVICE, [{ fault: 'it is ugly' }]), /"it is ugly" is nothing/);
  });

  it('stops where no further token is to be had', async (context) => {
    const { scenario, expressplay } = await begun(context);
    await expressplay.licenses.twin(DEVICE);
    const end = scenario.run.target.controls?.fault('token', () => ({
      status: 500,
      headers: {},
      body: Buffer.alloc(0),
    }));
    await expressplay.licenses.spoiled(DEVICE, [{ fault: 'there are no bytes' }, { fault: 'there are no bytes' }]);
    assert.deepEqual(statuses(scenario), [200, 200, 500]);
    await assert.rejects(expressplay.licenses.twin(DEVICE), /the token service gave no token \(exchange 4\): HTTP 500/);
    end?.();
  });

  it('gets bad tokens in place of good ones, and nothing else changed', async (context) => {
    const { scenario, expressplay } = await begun(context);
    await expressplay.licenses.twin(DEVICE);
    await expressplay.licenses.withBadTokens(DEVICE, [{ fault: 'it is missing' }, { fault: 'it is of another DRM' }]);
    const [, first, , second, , third] = scenario.journal.exchanges;
    assert.equal(new URL(second?.request.url ?? '').pathname, new URL(first?.request.url ?? '').pathname);
    assert.equal(new URL(second?.request.url ?? '').search, '');
    assert.match(third?.response?.body.toString() ?? '', /-6002/);
  });

  it('sends nothing that means harm to whom it may not be sent', async (context) => {
    const { target } = await stubRun(context);
    const offers = new Set([...target.offers].filter((need) => need !== 'hostile'));
    const scenario = scenarioOf(await stubRun(context, { target: { ...target, offers } }), []);
    const { licenses } = new ExpressPlayFacet(scenario);
    await licenses.twin(DEVICE);
    await licenses.spoiled(DEVICE, [
      { fault: '1 MiB of noise', codes: [-4001, -6004] },
      { fault: 'the payload key cannot be unwrapped', codes: [-4001] },
    ]);
    assert.deepEqual(statuses(scenario), [200, 200, 200, 403]);
  });

  it('sends nothing that means harm to a host that only the token URL names', async (context) => {
    const { target } = await stubRun(context);
    const asked: string[] = [];
    const mayHarm = (url: string): boolean => {
      asked.push(url);
      return false;
    };
    const scenario = scenarioOf(await stubRun(context, { target: { ...target, mayHarm } }), []);
    const { licenses } = new ExpressPlayFacet(scenario);
    await licenses.twin(DEVICE);
    const rows = [
      { fault: 'the payload key cannot be unwrapped', codes: [-4001] },
      { fault: '1 MiB of noise', codes: [-4001, -6004] },
    ];
    await assert.rejects(licenses.spoiled(DEVICE, rows), {
      name: 'NotObservableError',
      message: /--i-own-this-target.*the token URL leads elsewhere/,
    });
    assert.equal(asked.length, 1);
    const sent = scenario.journal.exchanges.filter(({ operation }) => operation === 'license');
    assert.deepEqual(
      sent.map(({ response }) => response?.status),
      [200, 403],
    );
  });

  it('asks SEES for tokens where it may not ask as SEES does', async (context) => {
    const { target } = await stubRun(context);
    const known = { ...target.known, customerAuthenticator: undefined };
    const scenario = scenarioOf(await stubRun(context, { target: { ...target, known } }), []);
    await new ExpressPlayFacet(scenario).licenses.twin(DEVICE);
    const operations = scenario.journal.exchanges.map(({ operation }) => operation);
    assert.deepEqual([operations[0], operations.at(-1)], ['entitlement', 'license']);
  });

  it('sends nothing more than the operator allows', async (context) => {
    const run = await stubRun(context, { redemptions: 1 });
    const { licenses } = new ExpressPlayFacet(scenarioOf(run, []));
    await licenses.twin(DEVICE);
    await assert.rejects(licenses.spoiled(DEVICE, [{ fault: 'there are no bytes' }]), /allows no further redemption/);
  });
});

describe('what a redemption may cost', () => {
  it('is not spent where nothing was sent', async (context) => {
    const empty = { make: () => Promise.reject(new NotObservableError('no SPC')) };
    const run = await stubRun(context, { redemptions: 1, spcs: empty });
    const { licenses } = new ExpressPlayFacet(scenarioOf(run, []));
    for (let turn = 0; turn < 2; turn += 1) await assert.rejects(licenses.twin(DEVICE), /^NotObservableError: no SPC$/);
    assert.equal(run.spendRedemption('https://fp.example/'), undefined);
    assert.match(run.spendRedemption('https://fp.example/') ?? '', /allows no further redemption/);
  });

  it('is asked of nobody when a SEES sends the player to the production of the vendor', async (context) => {
    const run = await stubRun(context);
    const scenario = scenarioOf(run, []);
    const grant = await ask(scenario, scenario.player(DEVICE), {
      requestType: 1,
      contentID: run.titles.main.contentID,
    });
    const url = 'https://fp.service.expressplay.com/hms/fp/rights/?ExpressPlayToken=abcdef';
    await assert.rejects(redeem(scenario, scenario.player(DEVICE), { ...grant, url }), /leads to the production/);
    assert.ok(scenario.journal.exchanges.every(({ operation }) => operation !== 'license'));
    const allowed = await stubRun(context, { redemptions: 1 });
    assert.equal(allowed.spendRedemption(url), undefined, 'the operator allowed one');
  });
});

describe('the record service, asked by the harness', () => {
  it('shows events by every selector', async (context) => {
    const { scenario, expressplay } = await begun(context);
    await expressplay.licenses.registeredTimes(DEVICE, 3);
    const asked = scenario.journal.exchanges.length;
    await expressplay.records.byWindows(DEVICE);
    await expressplay.records.byId(DEVICE);
    await expressplay.records.combined(DEVICE);
    await expressplay.records.byAnotherAccount(DEVICE, await expressplay.records.byCookie(DEVICE));
    const counts = scenario.journal.exchanges.slice(asked).map(({ response }) => {
      const events: unknown = JSON.parse(response?.body.toString() ?? '');
      return Array.isArray(events) ? events.length : response?.status;
    });
    assert.deepEqual(counts, [3, 2, 1, 3, 0, 0, 3, 1, 400, 3, 0, 0]);
  });

  it('is asked for cookies that look alike, each on its own', async (context) => {
    const { scenario, expressplay } = await begun(context);
    await expressplay.records.leaveEventsUnderLookAlikes('device B', DEVICE);
    await expressplay.licenses.registeredTimes(DEVICE, 2);
    const asked = scenario.journal.exchanges.length;
    await expressplay.records.byLookAlikes(DEVICE);
    const cookies = scenario.journal.exchanges.slice(asked).map(({ stimulus, response }) => {
      assert.equal((JSON.parse(response?.body.toString() ?? '') as unknown[]).length, 1);
      return stimulus?.kind === 'record' ? stimulus.cookie : '';
    });
    const { cookie } = scenario.player(DEVICE);
    assert.deepEqual(cookies, [cookie.toUpperCase(), `${cookie}x`, cookie.slice(0, -1), `${cookie} `]);
  });
});
