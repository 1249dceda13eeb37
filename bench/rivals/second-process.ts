import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Recording } from './recording';

/** Where the doubles are: `http://127.0.0.1:PORT`. */
export interface Origins {
  readonly sees: string;
  readonly expressplay: string;
}

/** Fresh doubles of this recording for as long as `act` takes; starting and ending them is no part of what it measures. */
export async function withDoubles<T>(
  { seed, nonce, atMs }: Pick<Recording, 'seed' | 'nonce' | 'atMs'>,
  act: (origins: Origins) => Promise<T>,
): Promise<T> {
  const script = join(__dirname, 'doubles.ts');
  const loader = join(__dirname, '..', 'typescript.cjs');
  const child = spawn(process.execPath, ['--require', loader, script, String(seed), nonce, String(atMs)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  try {
    const [line] = (await Promise.race([
      once(createInterface(child.stdout), 'line'),
      ended.then(() => Promise.reject(new Error('the doubles ended before they listened'))),
    ])) as [string];
    return await act(JSON.parse(line) as Origins);
  } finally {
    child.stdin.end();
    await ended;
  }
}
