import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

export const ROOT = join(__dirname, '..');
export const BIN = join(ROOT, 'bin', 'sees-conformance.js');

/** No command may take longer; then it is ended and the test fails. */
const LIMIT_MS = 180_000;

export interface Ended {
  /** Exit code; undefined where a signal ended the process. */
  readonly code: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  /** Added to the environment; undefined removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Put before `node`, e.g. `['unshare', '-n']`. */
  readonly prefix?: readonly string[];
  /** Another copy of the program. */
  readonly bin?: string;
}

export interface Running {
  readonly process: ChildProcessByStdio<null, Readable, Readable>;
  readonly ended: Promise<Ended>;
}

/** The environment of a command: ours, without settings that an operator may have in theirs. */
function environment(extra: CommandOptions['env'] = {}): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, NO_COLOR: '1' };
  for (const name of Object.keys(env)) {
    if (/^(SEES_CONFORMANCE_|ALLURE_|NODE_OPTIONS$|NODE_TEST_CONTEXT$|FORCE_COLOR$)/.test(name)) env[name] = undefined;
  }
  return { ...env, ...extra };
}

/** Starts `sees-conformance ARGS`. */
export function start(args: readonly string[], options: CommandOptions = {}): Running {
  const [program = process.execPath, ...rest] = [
    ...(options.prefix ?? []),
    process.execPath,
    options.bin ?? BIN,
    ...args,
  ];
  const child = spawn(program, rest, {
    cwd: options.cwd ?? ROOT,
    env: environment(options.env),
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LIMIT_MS,
    killSignal: 'SIGKILL',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve({ code: code ?? undefined, signal: signal ?? undefined, stdout, stderr });
    });
  });
  return { process: child, ended };
}

/** Runs `sees-conformance ARGS` to its end. */
export function command(args: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  return start(args, options).ended;
}

/**
 * Resolves once this stands on standard output; what was printed before the call is not seen.
 * @throws {Error} when the command ends without a word of it
 */
export async function said({ process: { stdout }, ended }: Running, wanted: RegExp | string): Promise<void> {
  let printed = '';
  const seen = new Promise<undefined>((resolve) => {
    const hear = (text: string): void => {
      printed += text;
      if (typeof wanted === 'string' ? !printed.includes(wanted) : !wanted.test(printed)) return;
      // Nothing that comes later is kept: it may be long.
      stdout.off('data', hear);
      resolve(undefined);
    };
    stdout.on('data', hear);
  });
  const early = await Promise.race([seen, ended]);
  if (early !== undefined) throw new Error(`it ended before it said ${String(wanted)}: ${told(early)}`);
}

const folders: string[] = [];
process.on('exit', () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** An empty folder that is gone after the tests. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sees-conformance-'));
  folders.push(folder);
  return folder;
}

export function readJson(...path: readonly string[]): unknown {
  return JSON.parse(readFileSync(join(...path), 'utf8'));
}

/** What to show when a command did not end as it should. */
export function told({ code, signal, stdout, stderr }: Ended): string {
  return `exit ${code ?? signal ?? '?'}\n--- stdout\n${stdout.slice(-4000)}\n--- stderr\n${stderr.slice(-4000)}`;
}
