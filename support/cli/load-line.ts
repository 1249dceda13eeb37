import type { Command } from 'commander';
import { action } from './action';
import { withTarget } from './target-options';

/** `load` on the command line. */
export function addLoad(root: Command): void {
  withTarget(
    root
      .command('load')
      .description('many complete bindings at once, and whether anything of one turns up with another')
      .requiredOption('--flows <n>', 'bindings in flight, 1 to 5000')
      .option('--sockets <n>', 'connections to one host (default: 256)'),
  )
    .option('--hosting <how>', 'how doubles are reached: nock, direct or port')
    .option('--out <dir>', 'where load.json goes (default: reports)')
    .option('--seed <n>', 'repeats the choices of a load')
    .option('--nonce <hex>', 'repeats the identities of a load (profile stub only)')
    .option('--gate <gate>', 'must, should or none: which wrong checks make the exit code 1')
    .option('--waivers <file>', 'violations that are put up with until a day')
    .option('--i-own-this-target', 'a load may go to a host that is not loopback')
    .option('--quiet', 'no progress, only the verdict')
    .option('--json', 'print load.json and nothing else')
    .option('--debug', 'say more when the harness itself fails')
    .addHelpText('after', '\nExample:\n  npx sees-conformance load --flows 2000 --config demo/end-to-end.yaml\n')
    .action(
      action((options: object, command: Command) => {
        const { loadCommand } = require('./load-command') as typeof import('./load-command');
        return loadCommand(options as Parameters<typeof loadCommand>[0], command);
      }),
    );
}
