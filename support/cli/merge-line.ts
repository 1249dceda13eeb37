import type { Command } from 'commander';
import { action } from './action';
import type { MergeOptions } from './merge-command';

/** `merge` on the command line. */
export function addMerge(root: Command): void {
  root
    .command('merge')
    .description('join the shards of one run into one result')
    .argument('<dir...>', 'folders of the shards (their --out)')
    .option('--out <dir>', 'where the joined results go', 'reports')
    .option('--gate <gate>', 'must, should or none (default: that of the shards)')
    .option('--waivers <file>', 'violations that are put up with until a day (default: those of the shards)')
    .option('--sign <key>', 'signs conformance.json: an Ed25519 private key (PEM)')
    .option('--no-html', 'do not draw the Allure report')
    .option('--quiet', 'only the verdict')
    .option('--json', 'print conformance.json and nothing else')
    .addHelpText('after', '\nExample:\n  npx sees-conformance merge shard-1 shard-2 shard-3 --out reports\n')
    .action(
      action((folders: string[], options: MergeOptions) => {
        const { mergeCommand } = require('./merge-command') as typeof import('./merge-command');
        return mergeCommand(folders, options);
      }),
    );
}
