/**
 * What the harness costs: a cold default run against the same number of empty scenarios under plain cucumber-js.
 * Variants take turns, so that a machine that gets slower gets slower for all of them; ratios are made within a round.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';
import { join } from 'node:path';
import type { ConformanceReport } from '../support/verdict';

const ROOT = join(__dirname, '..');
const WARM_UPS = 1;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 7);
/** Scenarios of one generated feature: parsing costs grow with a file's size, so it is kept near that of a real one. */
const PER_FEATURE = 10;

interface Variant {
  readonly name: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** What it has to print: a run of nothing is fast too. */
  readonly prints?: string;
  readonly seconds: number[];
  /** Peaks of resident memory, MiB. */
  readonly peaks: number[];
}

const PEAK_FILE = join(folder(), 'peak');

function folder(): string {
  const parent = join(ROOT, 'node_modules', '.cache');
  mkdirSync(parent, { recursive: true });
  const path = mkdtempSync(join(parent, 'bench-'));
  process.on('exit', () => {
    rmSync(path, { recursive: true, force: true });
  });
  return path;
}

function emptyFeature(number: number, scenarios: number): string {
  const lines = [`Feature: Nothing, ${number}`];
  for (let i = 1; i <= scenarios; i += 1) {
    lines.push('', `  Scenario: Empty ${i}`, '    Given nothing', '    And nothing more');
    lines.push('    When nothing is done', '    Then nothing is seen');
  }
  return `${lines.join('\n')}\n`;
}

/** An ordinary cucumber-js project with this many empty scenarios of four steps and precompiled step definitions. */
function emptySuite(scenarios: number): string {
  const path = folder();
  mkdirSync(join(path, 'features'));
  for (let first = 0; first < scenarios; first += PER_FEATURE) {
    const text = emptyFeature(first / PER_FEATURE + 1, Math.min(PER_FEATURE, scenarios - first));
    writeFileSync(join(path, 'features', `${first}.feature`), text);
  }
  const steps = ['nothing', 'nothing more', 'nothing is done', 'nothing is seen'];
  const definitions = steps.map((text) => `Given('${text}', () => {});`);
  writeFileSync(
    join(path, 'steps.js'),
    `const { Given } = require('@cucumber/cucumber');\n${definitions.join('\n')}\n`,
  );
  return path;
}

function time({ name, args, cwd, prints = '', peaks }: Omit<Variant, 'seconds'>): number {
  const started = process.hrtime.bigint();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--require', join(__dirname, 'peak-memory.cjs'), ...args],
    { cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, BENCH_PEAK_FILE: PEAK_FILE } },
  );
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  if (status !== 0) throw new Error(`${name} ended with ${String(status)}: ${stderr.toString().slice(-2000)}`);
  if (!stdout.toString().includes(prints)) throw new Error(`${name} did not print "${prints}"`);
  peaks.push(Number(readFileSync(PEAK_FILE, 'utf8')) / 1024);
  return seconds;
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  return [
    `${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}), ${memory} GiB`,
    `${platform()} ${arch()}`,
    `Node.js ${process.version}`,
    `sees-conformance ${version}`,
  ].join('; ');
}

function row({ name, seconds, peaks }: Variant, base: Variant): string {
  const ratios = seconds.map((value, round) => value / (base.seconds[round] ?? Number.NaN));
  const cells = [median(seconds), Math.min(...seconds), Math.max(...seconds)].map((value) => value.toFixed(2));
  return `| ${[name, ...cells, median(ratios).toFixed(2), median(peaks).toFixed(0)].join(' | ')} |`;
}

function main(): void {
  const out = folder();
  const run = (hosting: string): string[] => [
    join(ROOT, 'bin', 'sees-conformance.js'),
    ...['run', '--hosting', hosting, '--no-html', '--out', out],
  ];
  const nock = { name: 'default run (nock)', args: run('nock'), cwd: ROOT, seconds: [], peaks: [] };
  const direct = { name: 'run --hosting direct', args: run('direct'), cwd: ROOT, seconds: [], peaks: [] };
  time(nock);
  const report = JSON.parse(readFileSync(join(out, 'conformance.json'), 'utf8')) as ConformanceReport;
  const scenarios = report.scenarios.length;
  const cucumber = join(ROOT, 'node_modules', '@cucumber', 'cucumber', 'bin', 'cucumber.js');
  const empty = {
    name: 'empty scenarios, plain cucumber-js',
    args: [cucumber, '--format', 'progress', '--require', 'steps.js', 'features'],
    cwd: emptySuite(scenarios),
    prints: `${scenarios} scenarios (${scenarios} passed)`,
    seconds: [],
    peaks: [],
  };
  const variants: Variant[] = [empty, nock, direct];

  for (let round = -WARM_UPS; round < ROUNDS; round += 1) {
    const took = variants.map((variant) => time(variant));
    if (round >= 0) for (const [index, seconds] of took.entries()) variants[index]?.seconds.push(seconds);
    const label = round < 0 ? 'warm-up' : `round ${round + 1}`;
    console.log(`${label}: ${took.map((seconds) => seconds.toFixed(2)).join(' / ')} s`);
  }

  const text = [
    '# Cold runs',
    '',
    `${scenarios} scenarios with ${report.run.exchanges} exchanges; the same number of empty scenarios of four steps under`,
    `plain cucumber-js with precompiled step definitions. Wall time of the whole process in seconds; ${ROUNDS} rounds after`,
    `${WARM_UPS} warm-up, variants taking turns; a ratio is the median of the rounds' own ratios. Made by \`npm run bench\`.`,
    '',
    machine(),
    '',
    '| variant | median | least | most | ratio | peak memory, MiB |',
    '| --- | --- | --- | --- | --- | --- |',
    ...variants.map((variant) => row(variant, empty)),
    '',
  ].join('\n');
  writeFileSync(join(ROOT, 'bench', 'results.md'), text);
  console.log(`\n${text}`);
}

main();
