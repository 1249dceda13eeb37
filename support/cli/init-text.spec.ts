import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parse } from 'yaml';
import { Device, loadTestCredentials } from '../fairplay';
import { loadConfiguration, schemaAt, type Configuration, type KeyPath } from '../target';
import { INIT_PROFILES } from './init-outline';
import { initText } from './init-text';

const SIGNING_KEY = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });

describe('initText', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'init-'))));
  after(() => rmSync(folder, { recursive: true }));

  function load(text: string, unset?: string): Configuration {
    writeFileSync(join(folder, 'c.yaml'), text);
    const names = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name).filter((name) => name !== unset);
    const env = Object.fromEntries(names.map((name) => [name, valueOf(name)]));
    return loadConfiguration({ file: 'c.yaml', env, cwd: folder });
  }

  function provide(file: string): void {
    const credentials = loadTestCredentials();
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    const spc = () => new Device({ name: 'A', hu: Buffer.alloc(20, 1) }).createSpc({ contentID: 'title', credentials });
    writeFileSync(join(folder, file), file.endsWith('.spc') ? spc().bytes : credentials.certificate);
  }

  for (const profile of INIT_PROFILES) {
    describe(`of profile ${profile}`, () => {
      const text = initText(profile, 'schemas/config.schema.json');

      it('loads as it is, given the variables that it names', () => {
        assert.equal(load(text).profile, profile);
      });

      it('loads also with every setting in force', () => {
        const all = inForce(text);
        for (const [file] of all.matchAll(/(tls|captures|emulator)\/[\w-]+\.\w+/g)) provide(file);
        writeFileSync(join(folder, 'waivers.yaml'), '[]\n');
        writeFileSync(join(folder, 'sign-key.pem'), SIGNING_KEY);
        writeFileSync(join(folder, 'my-sees.js'), 'exports.createSees = () => () => undefined;\n');
        assert.equal(load(all).profile, profile);
      });

      it('says of every setting what it means', () => {
        const lines = text.split('\n');
        const told = new Set<string>();
        for (const path of paths(parse(inForce(text)))) {
          const key = String(path.at(-1));
          const meaning =
            schemaAt(path)
              ?.description?.replace(/ Path, rel.*/, '')
              .split(' ')
              .slice(0, 3)
              .join(' ') ?? assert.fail(key);
          assert.ok(
            told.has(key) || lines.some((line) => line.includes(`# ${meaning}`)),
            `${path.join('.')}: ${meaning}`,
          );
          told.add(key);
        }
      });

      it('holds no secret', () => {
        const tree: unknown = parse(inForce(text));
        const secrets = paths(tree).filter((path) => schemaAt(path)?.description?.startsWith('Secret.'));
        assert.equal(secrets.length > 0, profile !== 'stub');
        for (const path of secrets) {
          const value = path.reduce<unknown>((node, step) => (node as Record<string | number, unknown>)[step], tree);
          assert.match(String(value), /^\$\{\w+\}$/, path.join('.'));
        }
      });

      it('has lines that can be read, and names the schema first', () => {
        assert.match(text, /^# yaml-language-server: \$schema=schemas\/config\.schema\.json\n/);
        assert.deepEqual(
          text.split('\n').filter((line) => line.length > 120 || /\s$/.test(line)),
          [],
        );
      });
    });
  }

  it('says which variable is missing', () => {
    assert.throws(() => load(initText('sees', 's'), 'AUTHENTICATOR'), /AUTHENTICATOR/);
  });
});

/** With the comments that are settings taken in: no blank behind the first `#`. */
function inForce(text: string): string {
  return text.replace(/^( *)#(?! )(.*)$/gm, '$1$2').replace(/^( *)#( {2,}.*)$/gm, '$1$2');
}

function valueOf(name: string): string {
  if (/AUTHENTICATOR|TOKEN/.test(name)) return `4711,${name.toLowerCase()}`;
  return '0f'.repeat(name.endsWith('_EK') ? 24 : 16);
}

/** Every path in the tree, through sections and lists. */
function paths(node: unknown, path: KeyPath = []): KeyPath[] {
  const inner = Array.isArray(node)
    ? node.flatMap((item: unknown, index) => paths(item, [...path, index]))
    : typeof node === 'object' && node !== null
      ? Object.entries(node).flatMap(([key, value]) => paths(value, [...path, key]))
      : [];
  return typeof path.at(-1) === 'string' ? [path, ...inner] : inner;
}
