import type { Command } from 'commander';
import { action } from './action';

/** `verify` and `compare`: what is done with a report afterwards. */
export function addEvidence(root: Command): void {
  root
    .command('verify')
    .description('whether a signed conformance.json is still what was signed, and what changed')
    .argument('<file>', 'the conformance.json of run --sign')
    .option('--key <file>', 'the public key (PEM) that should have signed it')
    .addHelpText(
      'after',
      '\nExample:\n  npx sees-conformance verify reports/conformance.json --key release-key.pub.pem\n',
    )
    .action(
      action((file: string, options: { readonly key?: string }) => {
        const { verifyCommand } = require('./verify-command') as typeof import('./verify-command');
        return verifyCommand(file, options);
      }),
    );
  root
    .command('compare')
    .description('what changed between two conformance reports, as Markdown; red where something got worse')
    .argument('<before>', 'the conformance.json of the earlier run')
    .argument('<after>', 'the conformance.json of the later run')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  npx sees-conformance compare main/conformance.json reports/conformance.json\n')
    .action(
      action((before: string, after: string, options: { readonly json?: boolean }) => {
        const { compareCommand } = require('./compare-command') as typeof import('./compare-command');
        return compareCommand(before, after, options);
      }),
    );
}
