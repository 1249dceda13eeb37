import type { Command } from 'commander';
import { action } from './action';

/** `completion` on the command line. */
export function addCompletion(root: Command): void {
  root
    .command('completion')
    .description('print a script that completes commands, options and their values in a shell')
    .argument('<shell>', 'bash, zsh or fish')
    .addHelpText(
      'after',
      '\nExamples:\n  source <(npx sees-conformance completion bash)\n  npx sees-conformance completion fish > ~/.config/fish/completions/sees-conformance.fish\n',
    )
    .action(
      action((shell: string) => {
        const { completionCommand } = require('./completion-command') as typeof import('./completion-command');
        return completionCommand(shell, root);
      }),
    );
}
