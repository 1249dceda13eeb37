import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import axios from 'axios';

/** Others' test runners: no part of this package, which would drag along what they need. */
export interface Rivals {
  /** Scripts. */
  readonly newman: string;
  readonly mocha: string;
  /** With versions; axios is that of this package. */
  readonly names: readonly string[];
}

/**
 * Installs them beside this file where they are not yet, in the versions of package-lock.json there.
 * @throws {Error} where that cannot be done, with what to do
 */
export function installed(): Rivals {
  const { dependencies } = read('package.json') as { dependencies: Record<string, string> };
  const wanted = Object.entries(dependencies);
  if (!wanted.every(([name, version]) => isThere(name, version))) {
    console.log('  installing newman and mocha (npm ci in bench/rivals)');
    const { status, stderr } = spawnSync(
      'npm',
      ['ci', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel', 'error'],
      {
        cwd: __dirname,
        encoding: 'utf8',
        stdio: ['ignore', 'ignore', 'pipe'],
        shell: process.platform === 'win32',
      },
    );
    if (status !== 0 || !wanted.every(([name, version]) => isThere(name, version))) {
      const [, why = 'npm ci failed'] = /npm error (.+)/u.exec(stderr) ?? [];
      throw new Error(
        `newman and mocha are not installed in bench/rivals, and cannot be: ${why}. Right: npm ci in bench/rivals with a registry in reach; everything else is measured without them, e.g. npm run bench -- cold growth`,
      );
    }
  }
  const script = (name: string): string => join(__dirname, 'node_modules', name, 'bin', `${name}.js`);
  return {
    newman: script('newman'),
    mocha: script('mocha'),
    names: [...wanted, ['axios', axios.VERSION]].map((both) => both.join(' ')),
  };
}

function isThere(name: string, version: string): boolean {
  const file = join('node_modules', name, 'package.json');
  return existsSync(join(__dirname, file)) && (read(file) as { version: string }).version === version;
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(join(__dirname, file), 'utf8'));
}
