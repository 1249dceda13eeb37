import { readFileSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './root';

/** What results depend on beside the code, in one line. */
export function machine(): string {
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
