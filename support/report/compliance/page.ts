import type { CheckVerdict, ConformanceReport, Outcome, RequirementVerdict } from '../../verdict';
import { groupBy } from '../group-by';
import { isLenient } from '../verdict-words';

/** What somebody reads who has to believe a verdict and never looks at the code: the report, put into their order. */
export interface CompliancePage {
  readonly report: ConformanceReport;
  readonly parties: readonly PartySection[];
  /** What nothing is said about, by the reason. */
  readonly unseen: readonly { readonly reason: string; readonly checks: readonly CheckVerdict[] }[];
  /** Something is wrong that the gate or a waiver lets pass. */
  readonly lenient: boolean;
}

export interface PartySection {
  readonly title: string;
  readonly anchor: string;
  readonly families: readonly { readonly title: string; readonly clauses: readonly Clause[] }[];
}

/** One requirement. */
export interface Clause {
  readonly verdict: RequirementVerdict;
  /** Names of scenarios that judged it, each once. */
  readonly evidence: readonly string[];
}

const PARTIES: Readonly<Record<string, string>> = {
  sees: 'SEES, the entitlement server',
  expressplay: 'ExpressPlay',
};
const OF_ALL = 'The sequence, whoever takes part';

export const SILENT: readonly Outcome[] = ['not-observable', 'not-applicable', 'not-selected'];

export function compliancePage(report: ConformanceReport): CompliancePage {
  const names = new Map(report.scenarios.map(({ id, name }) => [id, name]));
  const clauses = report.requirements.map((verdict): Clause => {
    const ids = verdict.checks.flatMap(({ evidence }) => evidence);
    return { verdict, evidence: [...new Set(ids.map((id) => names.get(id) ?? id))] };
  });
  const parties = groupBy(clauses, ({ verdict }) => PARTIES[verdict.party] ?? OF_ALL);
  const checks = report.requirements.flatMap((requirement) => requirement.checks);
  const silent = checks.filter(({ outcome }) => SILENT.includes(outcome));
  return {
    report,
    parties: [...parties].map(([title, some], index) => ({
      title,
      anchor: `party-${String(index + 1)}`,
      families: [...groupBy(some, ({ verdict }) => verdict.family)].map(([family, own]) => ({
        title: familyWords(family),
        clauses: own,
      })),
    })),
    unseen: [...groupBy(silent, ({ outcome, reason }) => (reason === '' ? outcome : `${outcome}: ${reason}`))].map(
      ([reason, some]) => ({ reason, checks: some }),
    ),
    lenient: isLenient(report),
  };
}

/** `sees-token-request` as people say it. */
function familyWords(family: string): string {
  const words = family
    .replaceAll('-', ' ')
    .replace(/\bsees\b/g, 'SEES')
    .replace(/\bexpressplay\b/g, 'ExpressPlay');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** `pass`, or `fail, waived`. */
export function outcomeWords({ outcome, waiver }: Pick<RequirementVerdict, 'outcome' | 'waiver'>): string {
  return waiver === undefined ? outcome : `${outcome}, waived`;
}
