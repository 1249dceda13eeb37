import { compareReports, comparisonMarkdown, unwaived } from '../report';
import type { ConformanceReport } from '../verdict';
import { readReport } from './read-report';
import { UsageError } from './usage-error';

/** `sees-conformance compare A B`: 0 nothing got worse, 1 a regression, 2 the two cannot be compared. */
export function compareCommand(a: string, b: string, { json }: { readonly json?: boolean }): Promise<number> {
  const before = readReport(a);
  const after = readReport(b);
  mustBeComparable(a, before, b, after);
  const comparison = compareReports(before, after);
  const text = json === true ? JSON.stringify(comparison, undefined, 2) : comparisonMarkdown(comparison, before, after);
  process.stdout.write(`${text.trimEnd()}\n`);
  return Promise.resolve(unwaived(comparison).length > 0 ? 1 : 0);
}

/** What one profile shows another does not: everything would be new or gone. */
function mustBeComparable(a: string, before: ConformanceReport, b: string, after: ConformanceReport): void {
  if (before.run.profile === after.run.profile) return;
  throw new UsageError(
    `${a} is of the profile ${before.run.profile}, ${b} of ${after.run.profile}: they cannot be compared. Right: two runs of the same profile`,
  );
}
