import type { Command } from 'commander';
import { action } from './action';
import { withTarget } from './target-options';

/** `export` on the command line. */
export function addExport(root: Command): void {
  withTarget(
    root
      .command('export')
      .description('the flows as a script for a load engine, or the exchanges of a run as evidence')
      .requiredOption(
        '--format <format>',
        'k6: bindings with pre-built SPCs as one script; har: the exchanges of the run in --out',
      ),
  )
    .option('--flows <n>', 'k6: devices with an SPC pair each, 2 to 5000', '100')
    .option('--out <dir>', 'where sees-conformance.k6.js or run.har goes, and the run is (default: reports)')
    .option('--seed <n>', 'repeats the titles of a run without a configuration file')
    .option('--debug', 'say more when the harness itself fails')
    .addHelpText(
      'after',
      '\nExamples:\n  npx sees-conformance export --format k6 --config demo/end-to-end.yaml --flows 500\n  npx sees-conformance export --format har --out reports\n',
    )
    .action(
      action((options: object, command: Command) => {
        const { exportCommand } = require('./export-command') as typeof import('./export-command');
        return exportCommand(options as Parameters<typeof exportCommand>[0], command);
      }),
    );
}
