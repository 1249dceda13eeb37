/**
 * What waiting for the end of tokens costs on real time: ten rules against `serve`, each alone and all together.
 * `npm run bench:expiry` writes bench/expiry.md and ends with 1 where all together take longer than the longest wait and 3 s.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform, tmpdir } from 'node:os';
import { join } from 'node:path';
import { codePlace, Deployment, openRun } from '../support/cli';
import { Engine } from '../support/session';
import { loadConfiguration, type Configuration } from '../support/target';
import type { PlannedScenario, ScenarioRecord } from '../support/verdict';

/** Lives of the two titles whose tokens are waited for: told as a life, and as an instant. Seconds. */
const LIVES = { relative: 6, absolute: 4 };
/** Beside the longest life. Seconds. */
const ALLOWED = 3;

interface Rule {
  readonly name: string;
  readonly steps: readonly string[];
}

const unbound = (form: keyof typeof LIVES, offset: number): Rule => ({
  name: `An unbound token, ${form}, ${String(offset)} s after its end`,
  steps: [
    `Given device A got two token URLs together, their expiry ${form}`,
    'And the first is redeemed at once',
    `When the second is redeemed +${String(offset)} s from its limit`,
    'And device A asks afresh and redeems',
    'Then the late license is refused',
  ],
});

const bound = (device: string, redeems: string, offset: number): Rule => ({
  name: `A token bound to device A, redeemed by ${device} ${String(offset)} s after its end`,
  steps: [
    'Given device A holds two token URLs bound to it with an expiry',
    'And device A got a license with the first',
    `When ${redeems.replace('N', `+${String(offset)}`)}`,
    device === 'device A'
      ? 'And device A redeems a token that is bound to nothing'
      : 'And device B redeems a bound token of its own',
    'Then the late license is refused',
  ],
});

const RULES: readonly Rule[] = [
  unbound('relative', 0),
  unbound('relative', 1),
  unbound('absolute', 0),
  unbound('absolute', 1),
  ...[0, 1].flatMap((offset) => [
    bound('device A', 'the second is redeemed N s from its limit', offset),
    bound('device B', 'device B redeems the second N s from its limit', offset),
  ]),
  unbound('absolute', 2),
  bound('device A', 'the second is redeemed N s from its limit', 1),
];

/** Each rule with the ids that its Then step judges by. */
function feature(): string {
  const rules = RULES.flatMap(({ name, steps }, index) => {
    const tags = name.startsWith('An unbound') ? '@EP-LIC-08 @SEQ-08' : '@SEQ-48 @EP-LIC-19';
    const lines = steps.map((step) => `      ${step}`);
    return ['', `  ${tags}`, `  Rule: ${String(index + 1)}`, `    Scenario: ${String(index + 1)}. ${name}`, ...lines];
  });
  return ['Feature: Ten ends', ...rules, ''].join('\n');
}

function short(configuration: Configuration): Configuration {
  const contents = configuration.sees.contents.map((content) => {
    if (content.expirationTime !== '+60') return content;
    const life = content.expirationForm === 'absolute' ? LIVES.absolute : LIVES.relative;
    return { ...content, expirationTime: `+${String(life)}` };
  });
  return { ...configuration, sees: { ...configuration.sees, contents, embeddedCatalogue: false } };
}

interface Timed {
  readonly seconds: number;
  readonly records: readonly ScenarioRecord[];
}

async function time(config: string, engine: Engine, scenarios: readonly PlannedScenario[]): Promise<Timed> {
  const configuration = loadConfiguration({ file: config, env: {}, cwd: tmpdir() });
  const run = await openRun(configuration, []);
  try {
    const startedMs = performance.now();
    const records = await engine.execute(run, scenarios);
    const seconds = (performance.now() - startedMs) / 1000;
    const bad = records.filter(({ status }) => status !== 'passed');
    if (bad.length > 0 || records.length !== scenarios.length) {
      throw new Error(bad.map(({ name, statusReason }) => `${name}: ${statusReason}`).join('\n'));
    }
    return { seconds, records };
  } finally {
    await run.target.close();
  }
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sees-conformance-expiry-'));
  const configuration = short(loadConfiguration({ env: {}, cwd: folder }));
  const place = { folder, host: '127.0.0.1', port: 0, tls: 'none' } as const;
  const deployment = await Deployment.open({ what: 'all', configuration, ...place });
  try {
    const uri = join(folder, 'ten.feature');
    writeFileSync(uri, feature());
    const config = join(folder, 'end-to-end.yaml');
    const engine = new Engine(codePlace());
    const { scenarios } = await engine.plan(undefined, [uri]);
    if (scenarios.length !== RULES.length) throw new Error(`${String(scenarios.length)} scenarios`);
    const [first] = scenarios;
    if (first === undefined) throw new Error('no scenario');
    // Once before it counts: whoever comes first loads the code.
    await time(config, engine, [first]);
    const alone: number[] = [];
    for (const scenario of scenarios) alone.push((await time(config, engine, [scenario])).seconds);
    const together = await time(config, engine, scenarios);
    const sum = alone.reduce((one, other) => one + other, 0);
    const allowed = Math.max(...Object.values(LIVES)) + ALLOWED;
    const [cpu] = cpus();
    const page = [
      '# Ends of tokens on real time',
      '',
      `Ten rules about the end of tokens against \`serve\` (profile end-to-end, sockets); tokens live ${String(LIVES.relative)} s or, told as an instant,`,
      `${String(LIVES.absolute)} s. Time of the scenarios in seconds, start of the process left out. Made by \`npm run bench:expiry\`.`,
      '',
      `${String(cpus().length)} cores (${cpu?.model.trim() ?? 'unknown'}); ${platform()} ${arch()}; Node.js ${process.version}`,
      '',
      '| rule | alone |',
      '| --- | ---: |',
      ...alone.map((seconds, index) => `| ${scenarios[index]?.name ?? ''} | ${seconds.toFixed(2)} |`),
      `| sum | ${sum.toFixed(2)} |`,
      '',
      `All ten together: ${together.seconds.toFixed(2)} s, allowed ${allowed.toFixed(2)} s (the longest life and ${String(ALLOWED)} s). One after the other they take ${(sum / together.seconds).toFixed(1)} times as long.`,
      '',
    ].join('\n');
    writeFileSync(join(__dirname, 'expiry.md'), page);
    console.log(page);
    if (together.seconds > allowed) process.exitCode = 1;
  } finally {
    await deployment.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

void main();
