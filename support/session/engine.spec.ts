import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import type { PlannedScenario, ScenarioRecord } from '../verdict';
import { Engine, FeatureError } from './engine';
import { currentRun } from './run';
import { stubRun } from './testing/stub-run';

const newEngine = (): Engine => new Engine({ folder: '', extension: 'ts' });

/** A feature file outside of the package, and the plan of its scenario at this line. */
function feature(context: TestContext, text: string): PlannedScenario {
  const folder = mkdtempSync(join(tmpdir(), 'engine-spec-'));
  context.after(() => {
    rmSync(folder, { recursive: true });
  });
  const uri = join(folder, 'a.feature');
  writeFileSync(uri, text);
  return { uri, line: 2 } as PlannedScenario;
}

/** What must not change from run to run: everything but times. */
const essence = ({ id, status, statusReason, steps, findings, exchanges }: ScenarioRecord): unknown => ({
  id,
  status,
  statusReason,
  steps: steps.map((step) => [step.text, step.status, step.exchanges]),
  findings: findings.map(({ check, outcome, exchange }) => [check, outcome, exchange]),
  exchanges: exchanges.map(({ operation, from, to, response }) => [operation, from, to, response?.status]),
});

const small = ({ name }: PlannedScenario): boolean => !name.startsWith('Twenty');

describe('Engine.plan', () => {
  it('finds a definition for every step, and one only', async () => {
    const { scenarios, unfit } = await newEngine().plan(undefined);
    assert.deepEqual(unfit, []);
    assert.ok(scenarios.length >= 30);
    assert.ok(scenarios.every(({ steps }) => steps.length >= 3));
  });

  it('plans alike again and again, whichever engine is asked', async () => {
    const engine = newEngine();
    const ids = async (of: Engine): Promise<string[]> => (await of.plan(undefined)).scenarios.map(({ id }) => id);
    const first = await ids(engine);
    assert.deepEqual(await ids(engine), first);
    assert.deepEqual(await ids(newEngine()), first);
    assert.deepEqual((await newEngine().plan(undefined)).unfit, []);
  });

  it('applies a tag expression', async () => {
    const { scenarios } = await newEngine().plan('@SEQ-42 and not @EP-LIC-16');
    assert.ok(scenarios.length > 0);
    assert.ok(scenarios.every(({ requirements }) => requirements.includes('SEQ-42')));
    assert.deepEqual((await newEngine().plan('@nobody')).scenarios, []);
  });

  it('leaves no run behind', async () => {
    await newEngine().plan(undefined);
    assert.equal(currentRun(), undefined);
  });
});

describe('Engine.plan, of features of somebody else', () => {
  const text =
    'Feature: F\n  Scenario: S\n    Given device A is registered under a cookie\n    When nobody wrote this\n';

  it('names the steps that no definition fits', async (context) => {
    const { uri } = feature(context, text);
    const { unfit } = await newEngine().plan(undefined, [uri]);
    assert.equal(unfit.length, 1);
    assert.match(unfit[0]!, /a\.feature:2 When nobody wrote this$/);
  });

  it('names the file that cannot be read', async (context) => {
    const { uri } = feature(context, 'Feature: F\n  Scenario: S\n    Given a step\n    nonsense\n');
    await assert.rejects(newEngine().plan(undefined, [uri]), FeatureError);
  });
});

describe('Engine.begin', () => {
  const tags = '@SEQ-42 or @SEQ-41';

  it('plans as `plan` does, and executes as `execute` does, all or some', async (context) => {
    const engine = newEngine();
    const { scenarios } = await engine.plan(tags);
    assert.ok(scenarios.length > 1);
    const apart = await engine.execute(await stubRun(context), scenarios);
    for (const count of [scenarios.length, 1, 0]) {
      const run = await stubRun(context);
      const records = await engine.begin(tags, (begun) => {
        assert.deepEqual(
          begun.scenarios.map(({ id }) => id),
          scenarios.map(({ id }) => id),
        );
        return begun.execute(run, begun.scenarios.slice(0, count));
      });
      assert.deepEqual(records.map(essence), apart.slice(0, count).map(essence));
      assert.equal(currentRun(), undefined);
    }
  });

  it('keeps runs apart that are held at the same time', async (context) => {
    const engine = newEngine();
    const ids = await Promise.all(
      ['@SEQ-42', '@SEQ-41'].map((tag) => engine.begin(tag, ({ scenarios }) => Promise.resolve(scenarios))),
    );
    assert.equal(ids.length, 2);
    for (const [index, tag] of ['SEQ-42', 'SEQ-41'].entries()) {
      assert.ok(ids[index]!.length > 0);
      assert.ok(ids[index]!.every(({ requirements }) => requirements.includes(tag)));
    }
    const run = await stubRun(context);
    const records = await engine.begin('@SEQ-42', async (outer) => {
      await engine.plan('@SEQ-41');
      return outer.execute(run, outer.scenarios);
    });
    assert.ok(records.length > 0);
    assert.ok(records.every(({ status }) => status === 'passed'));
  });

  it('leaves nothing behind when whoever acts fails', async () => {
    const before = process.listenerCount('uncaughtException');
    const failing = newEngine().begin(tags, () => Promise.reject(new Error('not today')));
    await assert.rejects(failing, /not today/);
    assert.equal(process.listenerCount('uncaughtException'), before);
    assert.equal(currentRun(), undefined);
  });
});

describe('Engine.execute', () => {
  it('gives the same outcomes again in the same process', async (context) => {
    const engine = newEngine();
    const scenarios = (await engine.plan(undefined)).scenarios.filter(small);
    const runs = [];
    for (const _ of [1, 2]) runs.push(await engine.execute(await stubRun(context), scenarios));
    const [first, second] = runs.map((records) => records.map(essence));
    assert.equal(first!.length, scenarios.length);
    assert.deepEqual(second, first);
    assert.deepEqual(
      runs[0]!.filter(({ status }) => status !== 'passed').map(({ id, statusReason }) => [id, statusReason]),
      [],
    );
  });

  it('runs what it is given and nothing else, in the order of the files', async (context) => {
    const engine = newEngine();
    const { scenarios } = await engine.plan(undefined);
    const some = [scenarios[3]!, scenarios.at(-1)!];
    const records = await engine.execute(await stubRun(context), some);
    assert.deepEqual(
      records.map(({ id }) => id),
      some.map(({ id }) => id),
    );
    assert.deepEqual(await engine.execute(await stubRun(context), []), []);
    assert.equal(currentRun(), undefined);
  });

  it('gives other cookies under another nonce, with the same outcomes', async (context) => {
    const engine = newEngine();
    const [scenario] = (await engine.plan('@SEQ-20')).scenarios;
    const cookies = async (nonce: string): Promise<string[]> => {
      const [record] = await engine.execute(await stubRun(context, {}, { nonce }), [scenario!]);
      assert.equal(record?.status, 'passed');
      const bodies = record.exchanges.flatMap(({ operation, request }) =>
        operation === 'entitlement' ? request.body : [],
      );
      return bodies.map((body) => String(JSON.parse(body).customerCookie));
    };
    const [first, again, other] = [
      await cookies('aa'.repeat(8)),
      await cookies('aa'.repeat(8)),
      await cookies('bb'.repeat(8)),
    ];
    assert.equal(new Set(first).size, 3, 'two players, one of them with two cookies');
    assert.deepEqual(again, first);
    assert.ok(other.every((cookie) => !first.includes(cookie)));
  });

  it('records an undefined step as broken and leaves the rest of the scenario', async (context) => {
    const plan = feature(
      context,
      'Feature: F\n  Scenario: S\n    Given device A is registered under a cookie\n    When nobody wrote this\n    Then SEES serves on\n',
    );
    const [record] = await newEngine().execute(await stubRun(context), [plan]);
    assert.deepEqual(
      record?.steps.map(({ status }) => status),
      ['passed', 'broken', 'skipped'],
    );
    assert.deepEqual([record.status, record.statusReason], ['broken', 'no step definition fits this step']);
    assert.equal(record.steps[0]?.exchanges.length, record.exchanges.length);
  });

  it('does not pass a scenario whose mistyped steps count as its description', async (context) => {
    const plan = feature(context, 'Feature: F\n  Scenario: S\n    Givn device A is registered under a cookie\n');
    const [record] = await newEngine().execute(await stubRun(context), [plan]);
    assert.deepEqual([record?.status, record?.statusReason], ['broken', 'the scenario has no steps']);
  });

  it('runs nothing after an interruption', async (context) => {
    const engine = newEngine();
    const { scenarios } = await engine.plan('@SEQ-42');
    const run = await stubRun(context);
    run.interrupt('SIGTERM');
    const records = await engine.execute(run, scenarios);
    assert.equal(records.length, scenarios.length);
    for (const { status, statusReason, exchanges } of records) {
      assert.deepEqual([status, statusReason, exchanges], ['broken', 'the run ended before: SIGTERM', []]);
    }
  });

  it('names the file that cannot be read', async (context) => {
    const plan = feature(context, 'Feature: F\n  Scenario: S\n    Given a step\n    nonsense\n');
    const run = await stubRun(context);
    await assert.rejects(newEngine().execute(run, [plan]), (error) => {
      assert.ok(error instanceof FeatureError);
      assert.match(error.message, /a\.feature/);
      assert.match(error.message, /\(4:5\)/);
      return true;
    });
    assert.equal(currentRun(), undefined);
  });
});
