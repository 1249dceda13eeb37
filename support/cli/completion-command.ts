import type { Command } from 'commander';
import { bashScript } from './completion/bash';
import { fishScript } from './completion/fish';
import { completionTree, CHOICES, type CompletionCommand } from './completion/tree';
import { zshScript } from './completion/zsh';
import { UsageError } from './usage-error';

const SCRIPTS: Readonly<Record<string, (root: CompletionCommand) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** `sees-conformance completion SHELL`: the script on standard output. */
export function completionCommand(shell: string, root: Command): Promise<number> {
  const script = Object.hasOwn(SCRIPTS, shell) ? SCRIPTS[shell] : undefined;
  if (script === undefined) {
    throw new UsageError(`completion ${shell}: there is none for it. Right: ${CHOICES.shell?.join(', ') ?? ''}`);
  }
  process.stdout.write(script(completionTree(root)));
  return Promise.resolve(0);
}
