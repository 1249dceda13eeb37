import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Envelope } from '@cucumber/messages';
import type { RunListener, ScenarioRecord } from '../verdict';
import { Recorder } from './recorder';
import type { Run } from './run';
import type { Scenario } from './scenario';
import { messagesOf, picklesOf } from './testing/gherkin';
import { asked, REFUSAL, stubRun } from './testing/stub-run';

const FEATURE = `Feature: F
  @SEQ-51 @SEQ-52
  Scenario: S
    Given a past
    When an act
    Then a look
`;

/** How a step or hook ended: a status, or the name of the error that it threw. */
type End = 'PASSED' | 'SKIPPED' | 'UNDEFINED' | 'AMBIGUOUS' | 'PENDING' | `${string}Error`;

/** What a step does to the scenario before it ends. */
interface Step {
  readonly end: End;
  readonly does?: (scenario: Scenario) => void;
}

interface Telling {
  readonly before?: End;
  /** Those that are not told were skipped. */
  readonly steps: readonly (End | Step)[];
  readonly after?: End;
}

const NOW = { seconds: 0, nanos: 0 };

function resultOf(end: End): unknown {
  const failed = end.endsWith('Error');
  const status = failed ? 'FAILED' : end;
  const exception = { exception: { type: end, message: `told by ${end}` }, message: 'with a stack' };
  return { duration: NOW, status, ...(failed ? exception : {}) };
}

/** One scenario as cucumber tells it. A Before hook that fails leaves the scenario without a beginning. */
function record(run: Run, { before = 'PASSED', steps, after = 'PASSED' }: Telling): ScenarioRecord {
  const recorder = new Recorder(() => run);
  // What cucumber sends is made of plain objects, whatever its types say.
  const tell = (envelope: unknown): void => recorder.accept(envelope as Envelope);
  const messages = messagesOf(FEATURE);
  messages.forEach(tell);
  const [pickle] = picklesOf(messages);
  const testSteps = [
    { id: 'before', hookId: 'hook 1' },
    ...pickle!.steps.map(({ id }) => ({ id: `test ${id}`, pickleStepId: id })),
    { id: 'after', hookId: 'hook 2' },
  ];
  tell({ testCase: { id: 'case', pickleId: pickle!.id, testSteps } });
  tell({ testCaseStarted: { id: 'started', attempt: 0, testCaseId: 'case', timestamp: NOW } });
  const ends = [before, ...pickle!.steps.map((_, index) => steps[index] ?? 'SKIPPED'), after];
  let scenario: Scenario | undefined;
  for (const [index, { id: testStepId }] of testSteps.entries()) {
    const entry = ends[index]!;
    const { end, does }: Step = typeof entry === 'string' ? { end: entry } : entry;
    tell({ testStepStarted: { testCaseStartedId: 'started', testStepId, timestamp: NOW } });
    if (index === 0 && end === 'PASSED') {
      scenario = run.begin('started', { ...recorder.planned[0]!, steps: pickle!.steps.length });
    }
    try {
      if (scenario !== undefined) does?.(scenario);
    } catch {
      // Cucumber would have told of it by the status.
    }
    tell({
      testStepFinished: { testCaseStartedId: 'started', testStepId, testStepResult: resultOf(end), timestamp: NOW },
    });
  }
  tell({ testCaseFinished: { testCaseStartedId: 'started', timestamp: NOW, willBeRetried: false } });
  assert.equal(recorder.records.length, 1);
  return recorder.records[0]!;
}

/** Which steps are a fault of the harness. */
const unforeseen = ({ steps }: ScenarioRecord): unknown => steps.map((step) => step.unforeseen ?? false);

const shape = ({ status, statusReason, steps }: ScenarioRecord): unknown => [
  status,
  statusReason,
  steps.map((step) => step.status),
];

/** SEQ-52, a SHOULD, is wrong. */
const warns = (scenario: Scenario): void => {
  asked(scenario, undefined, { aborted: true });
  asked(scenario, REFUSAL);
  scenario.judge('recovery');
};

describe('Recorder', () => {
  const ends: readonly [string, Telling, unknown][] = [
    [
      'a scenario that went through',
      { steps: ['PASSED', 'PASSED', 'PASSED'] },
      ['passed', '', ['passed', 'passed', 'passed']],
    ],
    [
      'an undefined step',
      { steps: ['PASSED', 'UNDEFINED'] },
      ['broken', 'no step definition fits this step', ['passed', 'broken', 'skipped']],
    ],
    [
      'an ambiguous step',
      { steps: ['AMBIGUOUS'] },
      ['broken', 'several step definitions fit this step', ['broken', 'skipped', 'skipped']],
    ],
    [
      'a step that is not written yet',
      { steps: ['PENDING'] },
      ['broken', 'the step definition is not written yet', ['broken', 'skipped', 'skipped']],
    ],
    [
      'a violation',
      { steps: ['PASSED', 'PASSED', 'ViolationError'] },
      ['failed', 'told by ViolationError', ['passed', 'passed', 'failed']],
    ],
    [
      'a step that could not get there',
      { steps: ['BlockedError'] },
      ['broken', 'told by BlockedError', ['broken', 'skipped', 'skipped']],
    ],
    [
      'what this target cannot show',
      { steps: ['PASSED', 'NotObservableError'] },
      ['skipped', 'told by NotObservableError', ['passed', 'skipped', 'skipped']],
    ],
    ['an error of ours', { steps: ['TypeError'] }, ['broken', 'told by TypeError', ['broken', 'skipped', 'skipped']]],
    [
      'a Before hook that fails',
      { before: 'TypeError', steps: [] },
      ['broken', 'told by TypeError', ['broken', 'skipped', 'skipped', 'skipped']],
    ],
    [
      'an After hook that fails',
      { steps: ['PASSED', 'PASSED', 'PASSED'], after: 'TypeError' },
      ['broken', 'told by TypeError', ['passed', 'passed', 'passed', 'broken']],
    ],
    [
      'a scenario that was skipped',
      { before: 'SKIPPED', steps: [] },
      ['skipped', 'not executed', Array(3).fill('skipped')],
    ],
  ];
  for (const [what, telling, expected] of ends) {
    it(`records ${what}`, async (context) => {
      assert.deepEqual(shape(record(await stubRun(context), telling)), expected);
    });
  }

  it('fails the step of a warning and passes its scenario', async (context) => {
    const { steps, ...rest } = record(await stubRun(context), {
      steps: ['PASSED', { end: 'PASSED', does: warns }, 'PASSED'],
    });
    assert.deepEqual(shape({ ...rest, steps }), ['passed', '', ['passed', 'failed', 'passed']]);
    assert.match(steps[1]!.message, /^SEQ-52: SEES did not serve/);
    assert.deepEqual(
      steps.map(({ exchanges, findings }) => [exchanges, findings.map(({ check }) => check)]),
      [
        [[], []],
        [[1, 2], ['SEQ-52']],
        [[], []],
      ],
    );
  });

  it('fails the scenario for an invariant that only the end could judge, in whichever step it came about', async (context) => {
    const does = (scenario: Scenario): unknown => asked(scenario, { ...REFUSAL, messageID: 'another' });
    const { status, statusReason, findings } = record(await stubRun(context), {
      steps: [{ end: 'PASSED', does }, 'BlockedError'],
    });
    assert.equal(status, 'failed');
    assert.match(statusReason, /^SEES-RES-01: /);
    assert.ok(findings.some(({ check, invariant }) => check === 'SEES-RES-01' && invariant));
  });

  it('tells what no step throws on purpose from what one does', async (context) => {
    const steps = ['PASSED', 'TypeError'] as const;
    assert.deepEqual(unforeseen(record(await stubRun(context), { steps })), [false, true, false]);
    const blocked = record(await stubRun(context), { steps: ['PASSED', 'BlockedError'] });
    assert.deepEqual(unforeseen(blocked), [false, false, false]);
    const cutShort = await stubRun(context);
    cutShort.interrupt('SIGINT');
    assert.deepEqual(unforeseen(record(cutShort, { steps })), [false, false, false]);
  });

  it('calls a scenario that the end of the run cut off neither seen nor passed', async (context) => {
    const run = await stubRun(context);
    run.interrupt('SIGINT');
    const { status, statusReason } = record(run, { before: 'SKIPPED', steps: [] });
    assert.deepEqual([status, statusReason], ['broken', 'the run ended before: SIGINT']);
  });

  it('redacts what steps threw', async (context) => {
    const run = await stubRun(context);
    run.redactor.learn('token', 'told by LeakyError');
    const { steps, statusReason } = record(run, { steps: ['LeakyError'] });
    assert.equal(steps[0]!.message, '<token #1>');
    assert.equal(statusReason, '<token #1>');
  });

  it('carries the plan, both legs and the notes', async (context) => {
    const does = (scenario: Scenario): void => {
      asked(scenario, REFUSAL);
      scenario.journal.note('the clock moved');
    };
    const told = record(await stubRun(context), { steps: [{ end: 'PASSED', does }, 'PASSED', 'PASSED'] });
    assert.deepEqual(
      [told.id, told.line, told.requirements, told.exchanges.length, told.notes.map(({ text }) => text)],
      ['features/a.feature#S', 3, ['SEQ-51', 'SEQ-52'], 1, ['the clock moved']],
    );
    assert.deepEqual(
      told.steps.map(({ text }) => text),
      ['Given a past', 'When an act', 'Then a look'],
    );
    assert.ok(!('pickleId' in told));
  });

  it('tells the listeners of the beginning and the end of every scenario', async (context) => {
    const heard: unknown[] = [];
    const listener: RunListener = {
      scenarioStarted: (name, index) => heard.push([name, index]),
      scenarioFinished: ({ name, status }) => heard.push([name, status]),
    };
    record(await stubRun(context, { listeners: [listener] }), { steps: ['PASSED', 'PASSED', 'PASSED'] });
    assert.deepEqual(heard, [
      ['S', 0],
      ['S', 'passed'],
    ]);
  });
});
