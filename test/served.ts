import { once } from 'node:events';
import { join } from 'node:path';
import { start, temporaryFolder, told, type Running } from './command';

/** `serve all` in a process of its own, ready. */
export class Served {
  private constructor(
    readonly folder: string,
    private readonly running: Running,
  ) {}

  static async start(...args: readonly string[]): Promise<Served> {
    const folder = temporaryFolder();
    const running = start(['serve', 'all', '--out', folder, ...args]);
    let printed = '';
    const ready = new Promise<'ready'>((resolve) => {
      running.process.stdout.on('data', (text: string) => {
        printed += text;
        if (/^READY\b/m.test(printed)) resolve('ready');
      });
    });
    const first = await Promise.race([ready, running.ended]);
    if (first !== 'ready') throw new Error(`serve all did not get ready: ${told(first)}`);
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
