import { readFileSync } from 'node:fs';
import { packageFile } from '../ledger';

/** The version in package.json. */
export function suiteVersion(): string {
  const { version } = JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as { version: string };
  return version;
}
