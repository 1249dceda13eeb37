import { Journal, Redactor, TransportError, VirtualClock, type Exchange, type Operation } from '../../exchange';
import { loadLedger, NEEDS, type Need } from '../../ledger';
import type { Profile } from '../../target';
import { gradeFinding } from '../grade';
import { Manifest } from '../manifest';
import type { PlannedScenario } from '../planned-scenario';
import type { CheckVerdict } from '../report-model';
import type { JudgedFinding, ScenarioRecord, StepRecord } from '../scenario-record';
import { tally, type TallyInput } from '../tally';

/** For specs: what a run found, told in short, over the ledger of the package. */

const ledger = loadLedger();

const UNDER_TEST: Readonly<Record<Profile, readonly ('sees' | 'expressplay')[]>> = {
  stub: ['sees', 'expressplay'],
  sees: ['sees'],
  expressplay: ['expressplay'],
  'end-to-end': ['sees', 'expressplay'],
};

/** @param missing what the target does not offer, each with the reason; an empty one is not told */
export function manifestOf(profile: Profile = 'stub', missing: Partial<Record<Need, string>> = {}): Manifest {
  return new Manifest(ledger, {
    profile,
    underTest: new Set(UNDER_TEST[profile]),
    offers: new Set(NEEDS.filter((need) => missing[need] === undefined)),
    missing: new Map((Object.entries(missing) as [Need, string][]).filter(([, reason]) => reason !== '')),
  });
}

export function planned(requirements: readonly string[], id = requirements.join(' ')): PlannedScenario {
  return {
    id,
    pickleId: `pickle of ${id}`,
    uri: 'features/a.feature',
    line: 7,
    name: `About ${id}`,
    feature: 'A feature',
    featureDescription: '',
    rule: 'A rule',
    ruleDescription: '',
    requirements,
    tags: [],
    parameters: {},
    steps: [],
  };
}

/** What the check found there, graded by its level in the ledger. */
export function found(id: string, verdict: JudgedFinding['verdict'], more: Partial<JudgedFinding> = {}): JudgedFinding {
  const check = ledger.check(id);
  if (check === undefined) throw new Error(`${id} is not in the ledger`);
  const finding = { check: id, verdict, message: `${id} was ${verdict}` };
  return { ...gradeFinding(finding, check.level, manifestOf().invariant(id) !== undefined), ...more };
}

export function recordOf(
  { pickleId: _pickleId, steps: _steps, ...plan }: PlannedScenario,
  findings: readonly JudgedFinding[],
  more: Partial<ScenarioRecord> = {},
): ScenarioRecord {
  return {
    ...plan,
    startMs: 1000,
    endMs: 1040.4,
    steps: [],
    exchanges: [],
    traffic: [],
    notes: [],
    findings,
    status: 'passed',
    statusReason: '',
    ...more,
  };
}

export function stepOf(status: StepRecord['status'], message = ''): StepRecord {
  return { text: 'When something', status, message, startMs: 1000, endMs: 1001, exchanges: [], findings: [] };
}

export function licenseExchange(status = 403, operation: Operation = 'license'): Exchange {
  const exchange = begun(operation);
  exchange.answer({ status, headers: {}, body: Buffer.alloc(0) });
  return exchange;
}

export function unansweredLicense(): Exchange {
  const exchange = begun('license');
  exchange.fail(new TransportError('refused', 'ECONNREFUSED', 'connection refused'));
  return exchange;
}

function begun(operation: Operation): Exchange {
  return new Journal('', new VirtualClock(1000), new Redactor()).begin({
    operation,
    from: 'client',
    to: 'expressplay',
    request: { method: 'POST', url: 'https://fp.example/hms/fp/rights/', headers: {}, body: Buffer.from('SPC') },
  });
}

export function inputOf(more: Partial<TallyInput> = {}): TallyInput {
  return {
    manifest: manifestOf(),
    planned: [],
    records: [],
    requirements: undefined,
    complete: true,
    licensesUnproven: undefined,
    ...more,
  };
}

/** The verdict on one check. */
export function verdictOn(id: string, more: Partial<TallyInput>): CheckVerdict {
  const verdict = tally(inputOf(more))
    .flatMap(({ checks }) => checks)
    .find((check) => check.id === id);
  if (verdict === undefined) throw new Error(`no verdict on ${id}`);
  return verdict;
}
