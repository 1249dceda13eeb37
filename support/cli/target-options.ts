import type { Command } from 'commander';

/** Which configuration a command takes, and what is under test where: settings of the file that an option may give too. */
export function withTarget(command: Command): Command {
  return command
    .option('--config <file>', 'configuration file (default: sees-conformance.config.yaml, if there)')
    .option('--profile <profile>', 'stub, sees, expressplay or end-to-end')
    .option('--sees-url <url>', 'entitlement endpoint of the SEES under test')
    .option('--token-url <url>', 'token service of the ExpressPlay under test')
    .option('--record-url <url>', 'record service of the ExpressPlay under test');
}
