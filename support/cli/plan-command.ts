import type { Command } from 'commander';
import { planLines, planOf } from './plan-lines';
import { rehearse } from './rehearse';
import { configurationOf, type ConfiguredOptions } from './configuration-of';

/**
 * `sees-conformance plan`: what a run would take; sends nothing.
 * @returns 3 when nothing is selected, like the run itself
 */
export async function planCommand(options: ConfiguredOptions, command: Command): Promise<number> {
  const configuration = configurationOf(options, command);
  const rehearsal = await rehearse(configuration);
  const plan = planOf(configuration, rehearsal);
  const text = configuration.json ? JSON.stringify(plan, undefined, 2) : planLines(plan, configuration).join('\n');
  process.stdout.write(`${text}\n`);
  if (rehearsal.scenarios > 0) return 0;
  process.stderr.write(
    'No scenario is selected: the tags, requirements, the shard or what this profile can show leave nothing to run.\n',
  );
  return 3;
}
