import type { ConformanceReport } from '../../verdict';
import { isLenient } from '../verdict-words';

/** https://shields.io/badges/endpoint-badge, schema version 1. */
interface Badge {
  readonly schemaVersion: 1;
  readonly label: string;
  readonly message: string;
  readonly color: 'brightgreen' | 'green' | 'yellow' | 'red' | 'lightgrey';
  /** Red stays red whatever a page says about the color. */
  readonly isError?: true;
}

/** `badge.json`: the verdict in the endpoint format of shields.io. Nothing of the target is in it. */
export function badgeJson(report: ConformanceReport): string {
  const badge: Badge = { schemaVersion: 1, label: 'SEES conformance', ...said(report) };
  return `${JSON.stringify(badge)}\n`;
}

function said(report: ConformanceReport): Omit<Badge, 'schemaVersion' | 'label'> {
  const checks = report.requirements.flatMap((requirement) => requirement.checks);
  const waived = checks.filter((check) => check.waived === true).length;
  const number = (outcome: string): number =>
    checks.filter((check) => check.outcome === outcome && check.waived !== true).length;
  switch (report.verdict.exitCode) {
    case 1: {
      const failed = number('fail') + (report.verdict.gate === 'should' ? number('warn') : 0);
      // A waiver that is stale or past is red without any failure.
      return { message: failed > 0 ? `${String(failed)} failed` : 'waivers to settle', color: 'red', isError: true };
    }
    case 2:
    case 3:
      return { message: 'could not test', color: 'lightgrey', isError: true };
    case 0:
      if (isLenient(report)) {
        const words = [
          ...(number('fail') > 0 ? [`${String(number('fail'))} failed`] : []),
          ...(number('warn') > 0 ? [`${String(number('warn'))} warned`] : []),
        ];
        return { message: `passed the gate, ${words.join(', ')}`, color: number('fail') > 0 ? 'yellow' : 'green' };
      }
      if (waived > 0) return { message: `conformant, ${String(waived)} waived`, color: 'green' };
      return isPart(report)
        ? { message: `conformant in part, ${String(number('pass'))} checks`, color: 'green' }
        : { message: `conformant, ${String(number('pass'))} checks`, color: 'brightgreen' };
  }
}

/** Tags, requirements or a shard left something out. */
function isPart({ run }: ConformanceReport): boolean {
  const { tags, requirement = [], shard } = run.selection ?? {};
  return tags !== undefined || requirement.length > 0 || shard !== undefined;
}
