import { spawn } from 'node:child_process';

export interface ChildEnd {
  /** Exit code; undefined when it was ended by us or could not be started. */
  readonly code: number | undefined;
  readonly timedOut: boolean;
  /** What it last said on either stream. */
  readonly lastLines: string;
}

const KEPT = 8192;

/** A script under this Node, with its whole process tree ended after `timeoutMs`. Never rejects. */
export function runScript(
  script: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv; timeoutMs: number },
): Promise<ChildEnd> {
  return new Promise((resolve) => {
    let said = '';
    let timedOut = false;
    // A group of its own, because allure-commandline starts Java behind a shell.
    const child = spawn(process.execPath, [script, ...args], {
      cwd: options.cwd,
      env: options.env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    const listen = (chunk: Buffer): void => {
      said = (said + chunk.toString('utf8')).slice(-KEPT);
    };
    const end = (): void => {
      try {
        if (child.pid !== undefined && process.platform !== 'win32') process.kill(-child.pid, 'SIGKILL');
        else child.kill('SIGKILL');
      } catch {
        // It is gone already.
      }
    };
    const timer = setTimeout(() => {
      timedOut = true;
      end();
    }, options.timeoutMs);
    process.once('exit', end);
    const finish = (code: number | undefined): void => {
      clearTimeout(timer);
      process.off('exit', end);
      resolve({ code, timedOut, lastLines: lastLines(said) });
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('error', (error) => {
      said += error.message;
      finish(undefined);
    });
    child.once('close', (code) => {
      finish(code ?? undefined);
    });
  });
}

function lastLines(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
    .slice(-5)
    .join('\n');
}
