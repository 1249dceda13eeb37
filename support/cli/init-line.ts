import type { Command } from 'commander';
import { action } from './action';

/** `init` on the command line. */
export function addInit(root: Command): void {
  root
    .command('init')
    .description('write a commented configuration for a deployment')
    .option('--profile <profile>', 'what to test: stub, sees, expressplay or end-to-end', 'stub')
    .option('--out <file>', 'the file to write', 'sees-conformance.config.yaml')
    .option('--force', 'write over a file that is there')
    .addHelpText(
      'after',
      '\nExamples:\n  npx sees-conformance init --profile sees\n  npx sees-conformance init --profile end-to-end --out lab.yaml\n',
    )
    .action(
      action((options: object) => {
        const { initCommand } = require('./init-command') as typeof import('./init-command');
        return initCommand(options as Parameters<typeof initCommand>[0]);
      }),
    );
}
