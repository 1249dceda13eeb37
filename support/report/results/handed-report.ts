import type { Redactor } from '../../exchange';
import type { CheckVerdict, ConformanceReport, RequirementVerdict } from '../../verdict';
import { handOver, takeOver, type Handed } from './handed';

type HandedRequirement = Omit<RequirementVerdict, 'checks'> & { readonly checks: readonly Handed<CheckVerdict>[] };

/** A report whose reasons are not redacted yet: it stays in this process. */
export type HandedReport = Omit<ConformanceReport, 'requirements'> & {
  readonly requirements: readonly HandedRequirement[];
};

export function handReport(report: ConformanceReport): HandedReport {
  return {
    ...report,
    requirements: report.requirements.map((requirement) => ({
      ...requirement,
      checks: requirement.checks.map((check) => handOver(check, 'reason')),
    })),
  };
}

export function takeReport(report: HandedReport, redactor: Redactor): ConformanceReport {
  return {
    ...report,
    requirements: report.requirements.map((requirement) => ({
      ...requirement,
      checks: requirement.checks.map((check) => takeOver(check, redactor)),
    })),
  };
}
