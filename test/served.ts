import { once } from 'node:events';
import { join } from 'node:path';
import { said, start, temporaryFolder, type Running } from './command';

/** `serve all` in a process of its own, ready. */
export class Served {
  private constructor(
    readonly folder: string,
    private readonly running: Running,
  ) {}

  static async start(...args: readonly string[]): Promise<Served> {
    const folder = temporaryFolder();
    const running = start(['serve', 'all', '--out', folder, ...args]);
    await said(running, /^READY\b/m);
    return new Served(folder, running);
  }

  /** The configuration that `serve` wrote for a profile. */
  config(profile: string): string {
    return join(this.folder, `${profile}.yaml`);
  }

  /** At once, connections and all. */
  kill(): void {
    this.running.process.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    const { process: child } = this.running;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, 'close');
    child.kill('SIGTERM');
    await closed;
  }
}
