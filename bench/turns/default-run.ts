import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConformanceReport } from '../../support/verdict';
import { time, type Command } from './command';
import { BINARY } from './root';
import { scratch } from './scratch';
import type { Sample } from './series';

/**
 * A whole run without the HTML report: results for Allure, JUnit, conformance.json and summary are written, to a folder of its
 * own. Where another run's results were removed a moment ago, some file systems (ext4) take long to find room for new ones.
 */
export function defaultRun(
  hosting: 'nock' | 'direct' | 'port',
  options: readonly string[] = [],
): Command & { readonly out: string } {
  const out = scratch();
  return { args: [BINARY, 'run', '--hosting', hosting, '--no-html', '--out', out, ...options], out };
}

/** What such a run takes and comes to. */
export async function runOnce(
  run: ReturnType<typeof defaultRun>,
): Promise<{ readonly sample: Sample; readonly report: ConformanceReport }> {
  const sample = await time(run);
  const report = JSON.parse(readFileSync(join(run.out, 'conformance.json'), 'utf8')) as ConformanceReport;
  return { sample, report };
}
