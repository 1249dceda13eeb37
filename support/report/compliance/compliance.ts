import { familyTitle, loadLedger, type ResponsibleParty } from '../../ledger';
import type { ConformanceReport, Outcome, ReadingInForce, RequirementVerdict, Waiver } from '../../verdict';
import { groupBy } from '../group-by';
import { numbersOf, type NumberedScenario } from './scenarios';
import { GROUPS, PARTIES, type Group } from './words';

/** A requirement with everything that a page tells of it. */
export interface Clause {
  readonly verdict: RequirementVerdict;
  readonly group: Group;
  readonly waived: boolean;
  /** When it can be judged at all. */
  readonly condition?: string;
  readonly documents: readonly Document[];
  readonly evidence: readonly NumberedScenario[];
  readonly readings: readonly ReadingInForce[];
  /** The waivers that cover one of its checks. */
  readonly waivers: readonly Waiver[];
}

export interface Document {
  readonly key: string;
  readonly title: string;
}

export interface Section {
  /** Fit for an anchor. */
  readonly anchor: string;
  readonly title: string;
  readonly clauses: readonly Clause[];
}

export interface Party {
  readonly party: ResponsibleParty;
  readonly title: string;
  readonly sections: readonly Section[];
}

/** Checks that were not judged for one reason. */
export interface Unjudged {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly checks: readonly { readonly id: string; readonly clause: string }[];
}

/** How an open point of the documents was read. */
export interface Reading {
  readonly key: string;
  readonly value: unknown;
  readonly standing: 'changed' | 'default' | 'unknown';
  /** Ids of the requirements that it decides about. */
  readonly requirements: readonly string[];
}

/** A conformance report as compliance reads it; nothing in it that is not in the report or the ledger. */
export interface Compliance {
  readonly report: ConformanceReport;
  readonly parties: readonly Party[];
  readonly clauses: readonly Clause[];
  readonly unjudged: readonly Unjudged[];
  /** Those that a clause cites. */
  readonly documents: readonly Document[];
  /** Those that were changed come first. */
  readonly readings: readonly Reading[];
  readonly scenarios: readonly NumberedScenario[];
}

const UNJUDGED: readonly Outcome[] = [
  'could-not-test',
  'harness-error',
  'not-observable',
  'not-applicable',
  'not-selected',
];

export function complianceOf(report: ConformanceReport): Compliance {
  const ledger = loadLedger();
  const scenarios = numbersOf(report.scenarios);
  const document = (key: string): Document => ({ key, title: ledger.sources.get(key) ?? '' });
  const byId = groupBy(scenarios, ({ id }) => id);
  const clauses = report.requirements.map((verdict): Clause => {
    const condition = ledger.requirement(verdict.id)?.condition;
    const evidence = new Set(verdict.checks.flatMap((check) => check.evidence));
    return {
      verdict,
      group: GROUPS[verdict.outcome],
      waived: verdict.checks.some((check) => check.waived === true),
      ...(condition === undefined ? {} : { condition }),
      documents: verdict.source.map(document),
      evidence: [...evidence].flatMap((id) => byId.get(id) ?? []).sort((one, other) => one.number - other.number),
      readings: (report.readings ?? []).filter(({ requirements }) => requirements.includes(verdict.id)),
      waivers: waiversOf(verdict, report),
    };
  });
  return {
    report,
    clauses,
    parties: partiesOf(clauses),
    unjudged: unjudgedOf(report),
    documents: [...new Set(clauses.flatMap(({ verdict }) => verdict.source))].sort().map(document),
    readings: readingsOf(report),
    scenarios,
  };
}

function partiesOf(clauses: readonly Clause[]): Party[] {
  return PARTIES.flatMap(([party, title]) => {
    const own = clauses.filter(({ verdict }) => verdict.party === party);
    if (own.length === 0) return [];
    const families = groupBy(own, ({ verdict }) => verdict.family);
    const sections = [...families].map(([family, members]) => ({
      anchor: `${party}-${family.toLowerCase()}`,
      // Under its own heading the party needs no second mention.
      title: familyTitle(family).replace(new RegExp(`^${title}: (\\w)`, 'u'), (_all, first: string) =>
        first.toUpperCase(),
      ),
      clauses: members,
    }));
    return [{ party, title, sections }];
  });
}

function waiversOf(verdict: RequirementVerdict, { waivers = [] }: ConformanceReport): readonly Waiver[] {
  const covering = waivers.filter(({ covered }) => verdict.checks.some(({ id }) => covered.includes(id)));
  if (covering.length > 0) return covering;
  return verdict.waiver === undefined ? [] : [verdict.waiver];
}

/** A report of an earlier version names values without saying which are defaults. */
function readingsOf({ run, readings = [] }: ConformanceReport): Reading[] {
  const known = new Map(readings.map((reading) => [reading.reading, reading]));
  const all = Object.entries(run.readings).map(([key, value]): Reading => {
    const reading = known.get(key);
    const standing = reading === undefined ? 'unknown' : reading.byDefault ? 'default' : 'changed';
    return { key, value, standing, requirements: reading?.requirements ?? [] };
  });
  return all.sort((one, other) => Number(other.standing === 'changed') - Number(one.standing === 'changed'));
}

function unjudgedOf({ requirements }: ConformanceReport): Unjudged[] {
  const checks = requirements.flatMap((requirement) =>
    requirement.checks.map((check) => ({ ...check, clause: requirement.id })),
  );
  return UNJUDGED.flatMap((outcome) => {
    const ended = checks.filter((check) => check.outcome === outcome);
    return [...groupBy(ended, ({ reason }) => reason)].map(([reason, group]) => ({
      outcome,
      reason,
      checks: group.map(({ id, clause }) => ({ id, clause })),
    }));
  });
}
