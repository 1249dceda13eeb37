import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BIN, temporaryFolder } from '../command';

/** No block may take longer, in ms. */
const LIMIT_MS = 120_000;

export interface Said {
  readonly code: number | undefined;
  readonly text: string;
}

/**
 * A reader at a terminal, in an empty folder: `npx sees-conformance` and `npm run conformance` are the program of this clone,
 * `npm ci` has been done, servers go on until the reader leaves. A configuration of profile `stub` stands in for the reader's.
 */
export class Shell {
  readonly folder = temporaryFolder();
  private readonly servers: ChildProcess[] = [];
  private readonly programs = join(temporaryFolder(), 'bin');

  constructor() {
    const node = `"${process.execPath}" "${BIN}"`;
    mkdirSync(this.programs);
    this.program('npx', `[ "$1" = sees-conformance ] || exit 99\nshift\nexec ${node} "$@"`);
    this.program(
      'npm',
      `case "$*" in\n  ci) exit 0 ;;\n  "run conformance") exec ${node} run ;;\n  *) echo "npm $* is not played here" >&2; exit 99 ;;\nesac`,
    );
    writeFileSync(join(this.folder, 'sees-conformance.config.yaml'), 'profile: stub\nhosting: direct\n');
  }

  private program(name: string, script: string): void {
    writeFileSync(join(this.programs, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }

  private start(script: string, env: Readonly<Record<string, string>>): { child: ChildProcess; told: () => string } {
    const child = spawn('/bin/sh', ['-e', '-c', script], {
      cwd: this.folder,
      env: { ...this.environment(), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (piece: string) => (text += piece));
    }
    return { child, told: () => text };
  }

  private environment(): NodeJS.ProcessEnv {
    const kept = Object.entries(process.env).filter(
      ([name]) => !/^(SEES_CONFORMANCE_|NODE_OPTIONS$|NODE_TEST_CONTEXT$|FORCE_COLOR$)/u.test(name),
    );
    return { ...Object.fromEntries(kept), NO_COLOR: '1', PATH: `${this.programs}:${process.env.PATH ?? ''}` };
  }

  /** Runs a script to its end. */
  async run(script: string, env: Readonly<Record<string, string>>): Promise<Said> {
    const { child, told } = this.start(script, env);
    const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
    const [code] = (await once(child, 'close')) as [number | null];
    clearTimeout(timer);
    return { code: code ?? undefined, text: told() };
  }

  /** Starts a server and waits for its line `READY`; servers from before are ended, as a reader ends them. */
  async serve(command: string): Promise<void> {
    await this.leave();
    const { child, told } = this.start(`exec ${command}`, {});
    this.servers.push(child);
    await new Promise<void>((resolve, reject) => {
      child.stdout?.on('data', () => {
        if (/^READY$/mu.test(told())) resolve();
      });
      child.once('close', () => {
        reject(new Error(`${command} ended before it was ready:\n${told()}`));
      });
    });
  }

  /** Ends what still runs. */
  async leave(): Promise<void> {
    for (const child of this.servers.splice(0)) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const closed = once(child, 'close');
      child.kill('SIGTERM');
      await closed;
    }
  }
}
