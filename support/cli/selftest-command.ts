import { judge } from '../selftest';
import { findViolation, VIOLATIONS } from '../violations';
import { Laboratory } from './laboratory';
import { UsageError } from './usage-error';

/** `sees-conformance selftest` */
export async function selftestCommand(options: { readonly violation?: readonly string[] }): Promise<number> {
  const violations = (options.violation ?? VIOLATIONS.map(({ id }) => id)).map((id) => {
    const violation = findViolation(id);
    if (violation === undefined) throw new UsageError(`--violation ${id}: there is none of this name.`);
    return violation;
  });
  const laboratory = new Laboratory(7);
  let bad = 0;
  for (const violation of violations) {
    const trial = await laboratory.conduct({ violation, settings: violation.settings ?? {} });
    const { result, applied, missed, undeclared } = judge(violation, trial);
    if (result !== 'killed') bad += 1;
    const tell =
      (word: string) =>
      (complaint: (typeof missed)[number]): string =>
        `  ${word} ${complaint.check} (${complaint.outcome}): ${complaint.reason}\n`;
    process.stdout.write(
      `${result} ${violation.id} (applied ${String(applied)} times)\n${missed.map(tell('missed')).join('')}${undeclared.map(tell('undeclared')).join('')}`,
    );
  }
  laboratory.close();
  return bad === 0 ? 0 : 1;
}
