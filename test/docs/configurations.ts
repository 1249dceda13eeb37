import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { Device, loadTestCredentials } from '../../support/fairplay';
import { packageFile } from '../../support/ledger';
import { loadConfiguration } from '../../support/target';
import { temporaryFolder } from '../command';
import type { Block } from './page';

const { properties } = JSON.parse(readFileSync(packageFile('schemas/config.schema.json'), 'utf8')) as {
  readonly properties: Readonly<Record<string, unknown>>;
};

/** Whether a YAML block is a configuration, or a piece of one: every key at its top is one of the schema. */
export function isConfiguration({ text }: Block): boolean {
  const tree = parse(text) as unknown;
  if (typeof tree !== 'object' || tree === null || Array.isArray(tree)) return false;
  const keys = Object.keys(tree);
  return keys.length > 0 && keys.every((key) => key in properties);
}

/** Loads a block as an operator would; files that it names hold something of their kind, variables are set. Throws what is wrong. */
export function load({ text }: Block): void {
  const folder = temporaryFolder();
  for (const [name] of text.matchAll(/[\w./-]+\.(?:pem|key|cer|der|spc|js|ya?ml)\b/gu)) provide(folder, name);
  writeFileSync(join(folder, 'c.yaml'), text);
  const names = [...text.matchAll(/\$\{(\w+)\}/gu)].map(([, name = '']) => name);
  // Keys and IVs are 32 hex digits, and no two are the same; an authenticator may be that as well.
  const env = Object.fromEntries(
    names.map((name) => [name, createHash('sha256').update(name).digest('hex').slice(0, 32)]),
  );
  loadConfiguration({ file: 'c.yaml', cwd: folder, env });
}

function provide(folder: string, name: string): void {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, contentOf(name));
}

function contentOf(name: string): string | Buffer {
  if (/ya?ml$/u.test(name)) return '[]\n';
  if (name.endsWith('.js')) return 'exports.createSees = () => () => ({ status: 200 });\n';
  const credentials = loadTestCredentials();
  if (!name.endsWith('.spc')) return credentials.certificate;
  return new Device({ name: 'A', hu: Buffer.alloc(20, 1) }).createSpc({ contentID: 'title', credentials }).bytes;
}
