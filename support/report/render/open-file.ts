import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

/** Hands a file to whatever shows it on this platform; without such a program nothing happens. */
export function openFile(path: string): void {
  const file = resolve(path);
  const [command, args]: [string, string[]] =
    process.platform === 'darwin'
      ? ['open', [file]]
      : process.platform === 'win32'
        ? ['explorer.exe', [file]]
        : ['xdg-open', [file]];
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.once('error', () => undefined);
  child.unref();
}
