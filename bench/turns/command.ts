import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './root';
import type { Sample } from './series';
import { scratch } from './scratch';

/** A script for this Node.js, as a process of its own. */
export interface Command {
  /** Script and arguments. */
  readonly args: readonly string[];
  /** Default: the clone. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What it has to print: doing nothing is fast too. */
  readonly prints?: string;
}

let usageFile: string | undefined;

/**
 * Runs it from start to end.
 * @throws {Error} when it ends with another code than 0, or without having printed what it should
 */
export async function time({ args, cwd = ROOT, env = {}, prints = '' }: Command): Promise<Sample> {
  usageFile ??= join(scratch(), 'usage.json');
  rmSync(usageFile, { force: true });
  const started = process.hrtime.bigint();
  const child = spawn(process.execPath, ['--require', join(__dirname, '..', 'usage.cjs'), ...args], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env, BENCH_USAGE_FILE: usageFile },
  });
  const said = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  const line = args.join(' ');
  if (code !== 0)
    throw new Error(`${line} ended with ${String(code)}: ${said.err.slice(-2000)}${said.out.slice(-2000)}`);
  if (!said.out.includes(prints)) throw new Error(`${line} did not print "${prints}" but ${said.out.slice(-500)}`);
  const { maxRSS, cpu } = JSON.parse(readFileSync(usageFile, 'utf8')) as { maxRSS: number; cpu: number };
  return { seconds, cpuSeconds: cpu / 1e6, peakMiB: maxRSS / 1024 };
}
