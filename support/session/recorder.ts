import type { Envelope, TestCase, TestStepFinished, TestStepResult } from '@cucumber/messages';
import type { JudgedFinding, PlannedScenario, ScenarioRecord, StepRecord } from '../verdict';
import { GherkinIndex } from './gherkin-index';
import type { Run } from './run';
import type { Scenario } from './scenario';
import { statusOf } from './scenario-status';

interface Attempt {
  readonly planned: PlannedScenario;
  readonly testCase: TestCase;
  readonly startMs: number;
  readonly steps: StepRecord[];
  stepStartMs: number;
}

/**
 * Turns cucumber's messages and the scenarios' journals into records. It believes cucumber about what was executed and the
 * findings about what it means.
 */
export class Recorder {
  readonly #gherkin = new GherkinIndex();
  readonly #planned = new Map<string, PlannedScenario>();
  readonly #testCases = new Map<string, TestCase>();
  readonly #attempts = new Map<string, Attempt>();
  readonly #records: ScenarioRecord[] = [];

  /** @param run looked up late: in a plain cucumber run it begins after the first messages */
  constructor(private readonly run: () => Run | undefined) {}

  get planned(): readonly PlannedScenario[] {
    return [...this.#planned.values()];
  }

  /** Of those, the ones that cucumber's own selection (tags, lines, names) left in. */
  get selected(): readonly PlannedScenario[] {
    const left = new Set([...this.#testCases.values()].map((testCase) => testCase.pickleId));
    return this.planned.filter((scenario) => left.has(scenario.pickleId));
  }

  /** Of these, steps without a definition or with several, `uri:line step` with the scenario's line. */
  get unfit(): readonly string[] {
    return [...this.#testCases.values()].flatMap(({ pickleId, testSteps }) => {
      const planned = this.#planned.get(pickleId);
      const unfit = testSteps.filter(({ stepDefinitionIds: { length } = [''] }) => length !== 1);
      return unfit.map(({ pickleStepId }) => {
        const text = planned?.steps.find(({ id }) => id === pickleStepId)?.text;
        return `${planned?.uri}:${String(planned?.line)} ${text}`;
      });
    });
  }

  get records(): readonly ScenarioRecord[] {
    return this.#records;
  }

  plannedFor(pickleId: string): PlannedScenario | undefined {
    return this.#planned.get(pickleId);
  }

  accept(envelope: Envelope): void {
    // An envelope holds one of them; steps are most of what there is.
    if (envelope.testStepStarted !== undefined) this.#stepStarted(envelope.testStepStarted.testCaseStartedId);
    else if (envelope.testStepFinished !== undefined) this.#stepFinished(envelope.testStepFinished);
    else if (envelope.testCaseStarted !== undefined)
      this.#begin(envelope.testCaseStarted.id, envelope.testCaseStarted.testCaseId);
    else if (envelope.testCaseFinished !== undefined) this.#finish(envelope.testCaseFinished.testCaseStartedId);
    else if (envelope.testCase !== undefined) this.#testCases.set(envelope.testCase.id, envelope.testCase);
    else if (envelope.pickle !== undefined) this.#planned.set(envelope.pickle.id, this.#gherkin.plan(envelope.pickle));
    else if (envelope.gherkinDocument !== undefined) this.#gherkin.add(envelope.gherkinDocument);
  }

  #now(): number {
    return this.run()?.wallClock.now() ?? 0;
  }

  #begin(key: string, testCaseId: string): void {
    const testCase = this.#testCases.get(testCaseId);
    const planned = testCase === undefined ? undefined : this.#planned.get(testCase.pickleId);
    if (testCase === undefined || planned === undefined) return;
    const startMs = this.#now();
    this.#attempts.set(key, { planned, testCase, startMs, steps: [], stepStartMs: startMs });
    for (const listener of this.run()?.listeners ?? []) listener.scenarioStarted?.(planned.name, this.#records.length);
  }

  #stepStarted(key: string): void {
    const attempt = this.#attempts.get(key);
    if (attempt !== undefined) attempt.stepStartMs = this.#now();
  }

  #stepFinished(finished: TestStepFinished): void {
    const attempt = this.#attempts.get(finished.testCaseStartedId);
    if (attempt === undefined) return;
    const testStep = attempt.testCase.testSteps.find((step) => step.id === finished.testStepId);
    const { message, exception } = finished.testStepResult;
    const status: string = finished.testStepResult.status;
    const text = attempt.planned.steps.find((step) => step.id === testStep?.pickleStepId)?.text;
    // Hooks of ours say nothing unless they break.
    if (text === undefined && status !== 'FAILED') return;
    const run = this.run();
    if (text !== undefined && wasExecuted(finished.testStepResult)) run?.endStep(finished.testCaseStartedId);
    const kind = exception?.type ?? '';
    attempt.steps.push({
      text: text ?? 'hook',
      status: stepStatus(status, kind),
      // What is cut short may end in any way.
      ...(isUnforeseen(status, kind) && run?.interrupted === undefined ? { unforeseen: true } : {}),
      message: run?.redactor.text(exception?.message ?? message ?? wordFor(status)) ?? '',
      startMs: attempt.stepStartMs,
      endMs: this.#now(),
      exchanges: [],
      findings: [],
    });
  }

  #finish(key: string): void {
    const attempt = this.#attempts.get(key);
    if (attempt === undefined) return;
    this.#attempts.delete(key);
    const run = this.run();
    const scenario = run?.take(key);
    const { planned } = attempt;
    scenario?.close();
    const steps = attempt.steps.map((step, index) => withTraces(step, index, scenario));
    const findings = scenario?.findings ?? [];
    const described = describedOnce(scenario);
    const record: ScenarioRecord = {
      ...withoutPickle(planned),
      startMs: attempt.startMs,
      endMs: this.#now(),
      steps,
      get exchanges() {
        return described();
      },
      traffic: scenario?.journal.exchanges ?? [],
      notes: scenario?.journal.notes ?? [],
      findings,
      ...(scenario === undefined && run?.interrupted !== undefined
        ? cutOff(run.interrupted)
        : statusOf(steps, findings)),
    };
    this.#records.push(record);
    for (const listener of run?.listeners ?? []) listener.scenarioFinished?.(record);
  }
}

/** Describing redacts, which takes time: whoever needs no evidence does not pay for it. */
function describedOnce(scenario: Scenario | undefined): () => ScenarioRecord['exchanges'] {
  let described: ScenarioRecord['exchanges'] | undefined;
  return () => (described ??= scenario?.journal.exchanges.map((exchange) => exchange.describe()) ?? []);
}

/** Never begun: cucumber goes through the rest of the scenarios without running them. */
function cutOff(why: string): Pick<ScenarioRecord, 'status' | 'statusReason'> {
  return { status: 'broken', statusReason: `the run ended before: ${why}` };
}

function withoutPickle(planned: PlannedScenario): Omit<PlannedScenario, 'pickleId' | 'steps'> {
  const { pickleId: _pickleId, steps: _steps, ...rest } = planned;
  return rest;
}

function withTraces(step: StepRecord, index: number, scenario: Scenario | undefined): StepRecord {
  const trace = scenario?.traces[index];
  if (trace === undefined) return step;
  const findings: readonly JudgedFinding[] = trace.findings;
  const warned = step.status === 'passed' && findings.some(isWarning);
  return {
    ...step,
    ...(warned ? { status: 'failed' as const, message: warnings(findings) } : {}),
    exchanges: trace.exchanges,
    findings,
  };
}

function warnings(findings: readonly JudgedFinding[]): string {
  return findings.flatMap((finding) => (isWarning(finding) ? `${finding.check}: ${finding.message}` : [])).join('\n');
}

function isWarning({ outcome, waived }: JudgedFinding): boolean {
  return outcome === 'warn' && waived !== true;
}

function stepStatus(status: string, kind: string): StepRecord['status'] {
  if (status === 'PASSED') return 'passed';
  if (status === 'SKIPPED' || kind === 'NotObservableError') return 'skipped';
  // An assertion is what steps of an operator's own fail with.
  if (status === 'FAILED' && (kind === 'ViolationError' || kind === 'AssertionError')) return 'failed';
  return 'broken';
}

/** Errors by which steps say what they mean; any other that ends one is a fault of the harness. */
const FORESEEN = new Set(['BlockedError', 'NotObservableError', 'ViolationError', 'AssertionError']);

function isUnforeseen(status: string, kind: string): boolean {
  return status === 'FAILED' && !FORESEEN.has(kind);
}

/** Cucumber tells the same of a step that says it is to be skipped and of one that it skips itself, but for the time it took. */
function wasExecuted({ status, duration }: TestStepResult): boolean {
  const end: string = status;
  if (end === 'SKIPPED') return duration.seconds > 0 || duration.nanos > 0;
  return end !== 'UNDEFINED' && end !== 'AMBIGUOUS';
}

function wordFor(status: string): string {
  if (status === 'UNDEFINED') return 'no step definition fits this step';
  if (status === 'AMBIGUOUS') return 'several step definitions fit this step';
  if (status === 'PENDING') return 'the step definition is not written yet';
  return '';
}
