import { unredactedOf, withUnredacted } from '../exchange';
import type { LedgerCheck } from '../ledger';
import type { Manifest } from './manifest';
import { OUTCOMES, type Outcome } from './outcome';
import type { PlannedScenario } from './planned-scenario';
import { provedBy, type Proof } from './proof';
import type { CheckVerdict, RequirementVerdict } from './report-model';
import type { JudgedFinding, TalliedRecord } from './scenario-record';
import type { Waivers } from './waivers';

export interface TallyInput {
  readonly manifest: Manifest;
  /** Scenarios that were selected, run or not. */
  readonly planned: readonly Pick<PlannedScenario, 'id' | 'requirements'>[];
  readonly records: readonly TalliedRecord[];
  /** Check or requirement ids asked for with --requirement; undefined: all. */
  readonly requirements: ReadonlySet<string> | undefined;
  /** Nothing narrowed the selection down, so every check is expected to be reached. */
  readonly complete: boolean;
  /** Why the run was ended early; undefined: it was not. */
  readonly partial?: string | undefined;
  /** Why ExpressPlay's refusals of licenses prove nothing in this run; undefined: they do. */
  readonly licensesUnproven: string | undefined;
  /** Undefined: none. */
  readonly waivers?: Waivers;
  /** Undefined: nothing is proved for this code. */
  readonly proof?: Proof | undefined;
  /** Other scenarios that judge the same checks run elsewhere: the share that this run has of all. */
  readonly shard?: Share | undefined;
  /** Why a scenario that was selected was never run; undefined: the run had ended. */
  readonly unreached?: (scenario: string) => string | undefined;
}

/** One run of several that share out the same scenarios. */
export interface Share {
  /** Counted from 1. */
  readonly index: number;
  readonly count: number;
  /** What all of them together run, in its order. */
  readonly whole: readonly Pick<PlannedScenario, 'id' | 'requirements'>[];
}

/** A check takes the worst that any scenario showed, a requirement the worst of its checks. */
export function worst(outcomes: readonly Outcome[]): Outcome {
  return OUTCOMES.find((outcome) => outcomes.includes(outcome)) ?? 'not-selected';
}

const NOT_REACHED = 'not reached before the run ended';

interface Sight {
  readonly outcome: Outcome;
  /** Absent: the finding says it. */
  readonly reason?: string;
  readonly scenario?: TalliedRecord;
  readonly finding?: JudgedFinding;
}

/** The verdict on every requirement of the ledger, in its order. */
export function tally(input: TallyInput): RequirementVerdict[] {
  const gathered = gather(input);
  return input.manifest.ledger.requirements.map((requirement) => {
    const checks = input.manifest
      .checksOf(requirement.id)
      .map((check) => verdictOf(check, sightsOf(check, input, gathered)));
    return {
      id: requirement.id,
      family: requirement.family,
      party: requirement.party,
      level: requirement.level,
      strength: requirement.strength,
      statement: requirement.statement,
      source: requirement.source,
      outcome: worst(checks.map((check) => check.outcome)),
      checks,
      durationMs: durationOf(gathered.recordsOf.get(requirement.id) ?? []),
      provedBy: provedBy(
        checks.map(({ id }) => id),
        input.proof,
      ),
    };
  });
}

interface Gathered {
  readonly byId: ReadonlyMap<string, TalliedRecord>;
  /** What findings say. */
  readonly byCheck: ReadonlyMap<string, readonly (Sight & { readonly scenario: TalliedRecord })[]>;
  /** By requirement. */
  readonly recordsOf: ReadonlyMap<string, readonly TalliedRecord[]>;
  readonly plannedOf: ReadonlyMap<string, TallyInput['planned']>;
}

function gather(input: TallyInput): Gathered {
  const { records } = input;
  const byCheck = new Map<string, (Sight & { scenario: TalliedRecord })[]>();
  for (const record of records) {
    for (const finding of record.findings) {
      const sight = weigh(finding, record, input);
      const found = byCheck.get(finding.check);
      if (found === undefined) byCheck.set(finding.check, [sight]);
      else found.push(sight);
    }
  }
  const byId = new Map(records.map((record) => [record.id, record]));
  return { byId, byCheck, recordsOf: byRequirement(records), plannedOf: byRequirement(input.planned) };
}

function byRequirement<T extends { readonly requirements: readonly string[] }>(
  scenarios: readonly T[],
): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const scenario of scenarios) {
    for (const id of new Set(scenario.requirements)) {
      const others = found.get(id);
      if (others === undefined) found.set(id, [scenario]);
      else others.push(scenario);
    }
  }
  return found;
}

function sightsOf(check: LedgerCheck, input: TallyInput, gathered: Gathered): readonly Sight[] {
  const { manifest, requirements } = input;
  if (requirements !== undefined && !requirements.has(check.id) && !requirements.has(check.requirement.id)) {
    return [{ outcome: 'not-selected', reason: 'not among the requirements asked for' }];
  }
  const unseen = manifest.unseen(check.id);
  if (unseen !== undefined) return [unseen];
  const invariant = manifest.invariant(check.id) !== undefined;
  const found = gathered.byCheck.get(check.id) ?? [];
  if (invariant) return found.length > 0 ? found : [neverReached(input)];
  const sights: Sight[] = [...found];
  const judgedIn = new Set(found.map(({ scenario }) => scenario.id));
  for (const planned of gathered.plannedOf.get(check.requirement.id) ?? []) {
    const record = gathered.byId.get(planned.id);
    if (judgedIn.has(planned.id)) continue;
    sights.push(record === undefined ? unreached(planned.id, input) : missed(record, input));
  }
  return sights.length > 0 ? sights : [neverReached(input)];
}

function unreached(scenario: string, input: TallyInput): Sight {
  return { outcome: 'could-not-test', reason: input.unreached?.(scenario) ?? NOT_REACHED };
}

function neverReached({ complete, partial, shard }: TallyInput): Sight {
  if (!complete) {
    const who = shard === undefined ? 'no selected scenario' : 'no scenario of this shard';
    return { outcome: 'not-selected', reason: `${who} judges it` };
  }
  const reason = partial === undefined ? 'no scenario brought it about' : NOT_REACHED;
  return { outcome: 'could-not-test', reason };
}

/** A check that was due in a scenario and was not reached there. */
function missed(record: TalliedRecord, input: TallyInput): Sight {
  const unseen = record.steps.find((step) => step.status === 'skipped' && step.message !== '');
  if (unseen !== undefined) return { outcome: 'not-observable', reason: unseen.message, scenario: record };
  if (record.status === 'passed') {
    return { outcome: 'harness-error', reason: 'no step of the scenario judges it', scenario: record };
  }
  if (input.licensesUnproven !== undefined && licenseRefused(record)) {
    return { outcome: 'not-observable', reason: input.licensesUnproven, scenario: record };
  }
  const fallen = record.steps.find((step) => step.unforeseen === true);
  if (fallen !== undefined) {
    return { outcome: 'harness-error', reason: `a step fell over: ${fallen.message}`, scenario: record };
  }
  return { outcome: 'could-not-test', reason: `blocked by: ${record.statusReason}`, scenario: record };
}

function weigh(
  finding: JudgedFinding,
  record: TalliedRecord,
  input: TallyInput,
): Sight & { readonly scenario: TalliedRecord } {
  const ours = finding.outcome === 'harness-error';
  if (input.licensesUnproven !== undefined && !finding.invariant && !ours && licenseRefused(record)) {
    return { outcome: 'not-observable', reason: input.licensesUnproven, scenario: record };
  }
  return { outcome: finding.outcome, scenario: record, finding };
}

/** Asked where no license was granted in the whole run: an answer is a refusal then, unless it sends elsewhere. */
function licenseRefused(record: TalliedRecord): boolean {
  return record.traffic.some(
    ({ operation, response }) => operation === 'license' && response !== undefined && !isRedirect(response.status),
  );
}

/** No license service answers so, whatever it thinks of an SPC. */
function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

function verdictOf(check: LedgerCheck, sights: readonly Sight[]): CheckVerdict {
  const outcome = worst([...new Set(sights.map((sight) => sight.outcome))]);
  const telling = sights.find((sight) => sight.outcome === outcome);
  const evidence = new Set<string>();
  for (const { outcome: shown, scenario } of sights) {
    if (shown === outcome && scenario !== undefined) evidence.add(scenario.id);
  }
  const finding = telling?.finding;
  const verdict: CheckVerdict = {
    id: check.id,
    level: check.level,
    statement: check.statement,
    outcome,
    // Read late, as the finding's own words are: reading redacts them.
    get reason() {
      return telling?.reason ?? finding?.message ?? '';
    },
    ...(finding?.expected === undefined ? {} : { expected: finding.expected }),
    ...(finding?.observed === undefined ? {} : { observed: finding.observed }),
    evidence: [...evidence],
  };
  const unredacted = finding === undefined || telling?.reason !== undefined ? undefined : unredactedOf(finding);
  return unredacted === undefined ? verdict : withUnredacted(verdict, unredacted);
}

function durationOf(records: readonly TalliedRecord[]): number {
  return Math.round(records.reduce((sum, record) => sum + record.endMs - record.startMs, 0));
}
