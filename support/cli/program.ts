import { Command, type CommanderError } from 'commander';
import { action } from './action';
import { addCompletion } from './completion-line';
import { addMerge } from './merge-line';
import { addEvidence } from './evidence-lines';
import { addExport } from './export-line';
import { addInit } from './init-line';
import { addLoad } from './load-line';
import type { SelftestCommandOptions } from './selftest-command';
import { suiteVersion } from './suite-version';
import { withTarget } from './target-options';

/** commander's own exit codes are not the contract's: usage is 2, asking for help is 0. */
function leave(error: CommanderError): never {
  process.exit(error.exitCode === 0 ? 0 : 2);
}

/** Collects a repeatable option. */
function collect(value: string, before: readonly string[] | undefined): string[] {
  return [...(before ?? []), value];
}

/**
 * The command line. Commands are loaded when they are called: `--help` needs none of them. How the root ends on a wrong option, every
 * command inherits that is made below it.
 */
export function program(): Command {
  const root = new Command('sees-conformance')
    .description('Conformance tests for SEES entitlement servers and ExpressPlay FairPlay services')
    .version(suiteVersion())
    .showHelpAfterError('(see --help)')
    .addHelpText(
      'after',
      '\nExamples:\n  npx sees-conformance run\n  npx sees-conformance init --profile sees\n  npx sees-conformance help run\n',
    )
    .exitOverride(leave);
  addRun(root);
  addPlan(root);
  addServe(root);
  addReport(root);
  addMerge(root);
  addEvidence(root);
  addExplain(root);
  addSelftest(root);
  addLoad(root);
  addExport(root);
  addInit(root);
  addSpc(root);
  addCompletion(root);
  return root;
}

function addRun(root: Command): void {
  withTarget(
    root
      .command('run')
      .description('run the suite against the configured target; without one, against the embedded reference pair'),
  )
    .option('--hosting <how>', 'how doubles are reached: nock, direct or port')
    .option('--tags <expression>', 'cucumber tag expression, e.g. "@SEQ-34 or @SEQ-35"')
    .option('--requirement <id>', 'only this requirement or check; repeatable', collect)
    .option('--out <dir>', 'where results go (default: reports, beside the configuration file)')
    .option('--shard <i/n>', 'only this share of the scenarios')
    .option('--seed <n>', 'repeats the choices of a run')
    .option('--nonce <hex>', 'repeats the identities of a run (profile stub only, or the same for all shards)')
    .option('--gate <gate>', 'must, should or none: which wrong checks make the exit code 1')
    .option('--waivers <file>', 'violations that are put up with until a day')
    .option('--sign <key>', 'signs conformance.json: an Ed25519 private key (PEM)')
    .option('--no-html', 'do not draw the Allure report')
    .option('--i-own-this-target', 'hostile inputs may go to a host that is not loopback')
    .option('--quiet', 'no progress, only the verdict')
    .option('--json', 'print conformance.json and nothing else')
    .option('--debug', 'say more when the harness itself fails')
    .addHelpText(
      'after',
      '\nExample:\n  npx sees-conformance run --config sees-conformance.config.yaml --gate should\n',
    )
    .action(
      action((options: object, command: Command) => {
        const { runCommand } = require('./run-command') as typeof import('./run-command');
        return runCommand(options, command);
      }),
    );
}

function addPlan(root: Command): void {
  withTarget(
    root.command('plan').description('what a run would take: checks, requests, redemptions, SPCs, time; sends nothing'),
  )
    .option('--tags <expression>', 'cucumber tag expression, e.g. "@SEQ-34 or @SEQ-35"')
    .option('--requirement <id>', 'only this requirement or check; repeatable', collect)
    .option('--shard <i/n>', 'only this share of the scenarios')
    .option('--seed <n>', 'repeats the choices of a run')
    .option('--i-own-this-target', 'hostile inputs may go to a host that is not loopback')
    .option('--json', 'print the plan as JSON')
    .addHelpText('after', '\nExample:\n  npx sees-conformance plan --config sees-conformance.config.yaml\n')
    .action(
      action((options: object, command: Command) => {
        const { planCommand } = require('./plan-command') as typeof import('./plan-command');
        return planCommand(options, command);
      }),
    );
}

function addSelftest(root: Command): void {
  root
    .command('selftest')
    .description('proves that the suite can fail: every seeded violation against it, in this machine alone')
    .option('--violation <id>', 'only this violation; repeatable', collect)
    .option('--variation <id>', 'only this variation, beside what else is asked for; repeatable', collect)
    .option('--requirement <id>', 'only violations that break this requirement or check; repeatable', collect)
    .option('--benign', 'also what is right in another way: no check may fail')
    .option('--pairs <n>', 'that many pairs of violations, instead of each alone (with --benign: variations combined)')
    .option('--full', 'every scenario under every violation, also where the violation cannot make a difference')
    .option('--seed <n>', 'decides titles, pairs and combinations (default: 7)')
    .option('--out <dir>', 'where the kill matrix goes (default: reports)')
    .option('--evidence <file>', 'where kill-evidence.json goes (default: in --out)')
    .option('--quiet', 'no progress')
    .option('--json', 'print the kill matrix and nothing else')
    .addHelpText('after', '\nExample:\n  npx sees-conformance selftest --requirement SEQ-34\n')
    .action(
      action((options: SelftestCommandOptions) => {
        const { selftestCommand } = require('./selftest-command') as typeof import('./selftest-command');
        return selftestCommand(options);
      }),
    );
  root
    .command('selftest-worker', { hidden: true })
    .option('--seed <n>')
    .action(
      action((options: { readonly seed?: string }) => {
        const { selftestWorker } = require('./selftest-worker') as typeof import('./selftest-worker');
        return selftestWorker(Number(options.seed));
      }),
    );
}

function addServe(root: Command): void {
  root
    .command('serve')
    .description(
      'the reference implementations on real ports, with certificates and configurations to run against them',
    )
    .argument('<what>', 'sees, expressplay or all')
    .option(
      '--out <dir>',
      "where certificates and configurations go (default: a folder of its own under the system's temporary folder)",
    )
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--public-host <name>', 'name or address under which players come here (default: that of --host)')
    .option('--port <n>', 'port of SEES, or of ExpressPlay where SEES is not served; 0: any free one', '0')
    .option('--expressplay-port <n>', 'serve all: port of ExpressPlay; 0: any free one', '0')
    .option('--config <file>', 'titles, authenticator and upstream URLs from this configuration')
    .option('--contents <file>', 'titles from this list, written like sees.contents')
    .option('--tls <mode>', 'mutual, server or none, in front of SEES', 'mutual')
    .option('--cert <file>', 'certificate of both servers, PEM (default: one is made)')
    .option('--key <file>', 'its private key, PEM')
    .option('--violation <id>', 'misbehave on purpose')
    .option('--log <file>', 'append the request log to this file, not to standard output')
    .option('--quiet', 'no request log on standard output')
    .addHelpText(
      'after',
      '\nExample:\n  npx sees-conformance serve all --out demo\n  npx sees-conformance run --config demo/end-to-end.yaml\n',
    )
    .action(
      action((what: string, options: object) => {
        const { serveCommand } = require('./serve-command') as typeof import('./serve-command');
        return serveCommand(what, options as Parameters<typeof serveCommand>[1]);
      }),
    );
}

function addReport(root: Command): void {
  root
    .command('report')
    .description('draw the Allure report from the results of a run')
    .option('--out <dir>', 'folder of the run', 'reports')
    .option('--renderer <renderer>', 'auto, commandline (needs Java) or allure3', 'auto')
    .option('--open', 'show it in the browser')
    .addHelpText('after', '\nExample:\n  npx sees-conformance report --out reports --open\n')
    .action(
      action((options: object) => {
        const { reportCommand } = require('./report-command') as typeof import('./report-command');
        return reportCommand(options as Parameters<typeof reportCommand>[0]);
      }),
    );
}

function addExplain(root: Command): void {
  root
    .command('explain')
    .description('a requirement: statement, level, source, readings, checks, scenarios, violations')
    .argument('<id>', 'e.g. SEQ-35 or SEES-RES-05.token')
    .addHelpText('after', '\nExample:\n  npx sees-conformance explain SEQ-35\n')
    .action(
      action((id: string) => {
        const { explainCommand } = require('./explain-command') as typeof import('./explain-command');
        return explainCommand(id);
      }),
    );
}

function addSpc(root: Command): void {
  root
    .command('spc')
    .description('look at SPCs')
    .addHelpText('after', '\nExample:\n  npx sees-conformance spc inspect device-a-bootstrap.spc\n')
    .command('inspect')
    .description('what the outside of an SPC says, and with the test credentials its inside')
    .argument('<file>', 'an SPC as raw bytes or as base64; - for standard input')
    .option('--json', 'print what there is to say as JSON')
    .addHelpText('after', '\nExample:\n  npx sees-conformance spc inspect device-a-bootstrap.spc\n')
    .action(
      action((file: string, options: object) => {
        const { inspectCommand } = require('./inspect-command') as typeof import('./inspect-command');
        return inspectCommand(file, options);
      }),
    );
}
