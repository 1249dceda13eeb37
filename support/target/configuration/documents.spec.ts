import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import Ajv from 'ajv/dist/2020';
import { loadTestCredentials, Device } from '../../fairplay';
import { loadLedger, packageFile } from '../../ledger';
import { configSchema, schemaAt, type ConfigSchema } from './config-schema';
import { showPath, type KeyPath } from './key-path';
import { useFolder } from './testing/folder';

const CONFIGURATION = readFileSync(packageFile('docs/configuration.md'), 'utf8');
const READINGS = readFileSync(packageFile('docs/readings.md'), 'utf8');

/** The YAML examples, also those inside a list. */
const blocks = (text: string) => [...text.matchAll(/^( *)```yaml\n([^]*?)^\1```$/gm)].map(([, , block = '']) => block);

describe('the schemas', () => {
  for (const name of ['config', 'requirements']) {
    it(`${name}.schema.json is valid JSON Schema without doubtful keywords`, () => {
      const schema: object = JSON.parse(readFileSync(packageFile(`schemas/${name}.schema.json`), 'utf8'));
      const doubts: unknown[] = [];
      const logger = { log: () => {}, warn: (...args: unknown[]) => doubts.push(args), error: () => {} };
      new Ajv({ strictTypes: true, strictTuples: true, useDefaults: true, logger })
        .addVocabulary(['patternErrorMessage'])
        .compile(schema);
      assert.deepEqual(doubts, []);
    });
  }

  it('of the configuration is closed: no section takes unknown keys', () => {
    const open = [...settings(configSchema()), []]
      .map((path) => [showPath(path), schemaAt(path)] as const)
      .filter(([, schema]) => schema?.type === 'object' && schema.additionalProperties === undefined);
    assert.deepEqual(open, []);
  });
});

describe('the examples of the documents', () => {
  const folder = useFolder();
  const env = Object.fromEntries(
    ['DUMMY', 'FEATURE', 'SECOND']
      .flatMap((title) => [`${title}_KEY`, `${title}_IV`])
      .map((name, index) => [name, String(index).repeat(32)])
      .concat([['AUTHENTICATOR', '4711,0123456789abcdef0123456789abcdef']]),
  );

  for (const block of blocks(CONFIGURATION)) {
    const profile = /^profile: (.*)$/m.exec(block)?.[1] ?? '';
    it(`of profile ${profile} is valid`, () => {
      provideFiles(block);
      assert.equal(folder.load(block, { env }).profile, profile);
    });
  }

  it('show every profile', () => {
    const profiles = blocks(CONFIGURATION).map((block) => /^profile: (.*)$/m.exec(block)?.[1]);
    assert.deepEqual(profiles, schemaAt(['profile'])?.enum);
  });

  it('of the readings are valid', () => {
    const [block = ''] = blocks(READINGS);
    assert.equal(folder.load(block).readings['requestType.default'], 'deny');
  });

  function provideFiles(block: string): void {
    const credentials = loadTestCredentials();
    const spc = new Device({ name: 'A', hu: Buffer.alloc(20, 1) }).createSpc({ contentID: 'title', credentials }).bytes;
    for (const [file] of block.matchAll(/(tls|captures)\/[a-z0-9-]+\.[a-z]+/g)) {
      folder.write(file, file.endsWith('.spc') ? spc : credentials.certificate);
    }
  }
});

/** Paths of all settings; a list counts by its item. */
function settings(schema: ConfigSchema, path: KeyPath = []): KeyPath[] {
  return Object.keys(schema.properties ?? {})
    .filter((key) => key !== '$schema')
    .flatMap((key) => {
      const inner = [...path, key];
      const node = schemaAt(inner) ?? {};
      const item = node.type === 'array' ? schemaAt([...inner, 0]) : undefined;
      return [inner, ...(item?.properties === undefined ? settings(node, inner) : settings(item, [...inner, 0]))];
    });
}

describe('the documents name every setting', () => {
  const all = settings(configSchema());

  it('of which there are many', () => {
    assert.ok(all.length > 100, String(all.length));
  });

  for (const path of all) {
    const [section] = path;
    const isSection = path.length === 1 && new RegExp(`^### \`${String(section)}\`$`, 'm').test(CONFIGURATION);
    if (isSection) continue;
    const name = section === 'readings' ? String(path[1]) : showPath(path).replaceAll('[0]', '[]');
    it(`${name}, with its default`, () => {
      const row = rowOf(section === 'readings' ? READINGS : CONFIGURATION, name);
      const node = schemaAt(path);
      assert.ok(node?.description !== undefined, 'has a description for editors');
      if (section === 'readings') {
        assert.ok(row.includes(`| \`${written(node.default)}\``), row);
        const point = /^C-[0-9]+/.exec(node.description)?.[0];
        assert.ok(point === undefined || row.includes(`| ${point} |`), row);
      } else {
        assert.ok(row.includes(node.description.replaceAll('|', '\\|').replaceAll('<', '&lt;')), row);
        const isList = node.type === 'array' && schemaAt([...path, 0])?.type === 'object';
        if (node.default === undefined || node.type === 'object' || isList) return;
        assert.ok(row.includes(`| \`${JSON.stringify(node.default)}\` |`), row);
      }
    });
  }

  it('readings of the ledger are readings of the configuration', () => {
    const known = Object.keys(schemaAt(['readings'])?.properties ?? {});
    for (const { id, readings = [] } of loadLedger().requirements) {
      for (const reading of readings) assert.ok(known.includes(reading), `${id}: ${reading}`);
    }
  });
});

/** A default as a page of prose has it: lists without quotes. */
function written(value: unknown): string {
  return JSON.stringify(value).replaceAll('"', '').replaceAll(',', ', ');
}

function rowOf(text: string, name: string): string {
  return text.split('\n').find((line) => line.startsWith(`| \`${name}\` |`)) ?? assert.fail(`no row for ${name}`);
}
