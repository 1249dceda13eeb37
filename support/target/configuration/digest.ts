import { createHash } from 'node:crypto';
import { relative, sep } from 'node:path';
import type { Configuration } from './configuration';

/** What changes from run to run, or from machine to machine, without changing what is judged. */
const LEFT_OUT: readonly (keyof Configuration)[] = [
  'file',
  'folder',
  'out',
  'seed',
  'nonce',
  'shard',
  'html',
  'sign',
  'quiet',
  'json',
  'debug',
  'network',
  'rate',
];

/** Keys of secret values, wherever they stand. */
const SECRET = new Set([
  'customerAuthenticator',
  'otherAuthenticator',
  'otherDrmToken',
  'contentKey',
  'iv',
  'kek',
  'ek',
  'ask',
  'hu',
]);

/**
 * SHA-256 (hex) of what was configured: without secrets and without what differs between two runs, shards or machines that
 * judge the same (LEFT_OUT). Paths count as they lie below the folder of the configuration.
 */
export function configurationDigest(configuration: Configuration): string {
  const { folder, sees } = configuration;
  const kept = Object.entries(configuration).filter(([key]) => !LEFT_OUT.includes(key as keyof Configuration));
  // The embedded catalogue is all seed.
  const catalogue = { contents: 'embedded', registration: 'embedded', denied: sees.denied && 'embedded' };
  const shown = { ...Object.fromEntries(kept), sees: sees.embeddedCatalogue ? { ...sees, ...catalogue } : sees };
  return createHash('sha256').update(canonical(shown, folder)).digest('hex');
}

/** JSON with sorted keys. */
function canonical(value: unknown, folder: string): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, folder)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value)
      .filter(([key, inner]) => inner !== undefined && !SECRET.has(key))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner, folder)}`);
    return `{${members.join(',')}}`;
  }
  const isPath = typeof value === 'string' && (value === folder || value.startsWith(folder + sep));
  return JSON.stringify(isPath ? relative(folder, value).split(sep).join('/') : value);
}
