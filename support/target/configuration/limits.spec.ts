import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { LIMITS, type Limit } from '../../exchange';
import { packageFile } from '../../ledger';
import { schemaAt } from './config-schema';
import { useFolder } from './testing/folder';

const DOCUMENT = readFileSync(packageFile('docs/configuration.md'), 'utf8').split('\n');

describe('limits', () => {
  const folder = useFolder();

  for (const section of ['timeouts', 'limits'] as const) {
    it(`of the section ${section} are all in one place`, () => {
      assert.deepEqual(Object.keys(schemaAt([section])?.properties ?? {}), Object.keys(LIMITS[section]));
    });

    for (const [name, limit] of Object.entries<Limit>(LIMITS[section])) {
      it(`${section}.${name} is in the schema as it is there`, () => {
        const { description, type, default: usual, minimum, maximum } = schemaAt([section, name]) ?? {};
        const inSchema = { description, type, usual, minimum, maximum };
        const { meaning, default: own, least, most } = limit;
        assert.deepEqual(inSchema, {
          description: meaning,
          type: 'integer',
          usual: own,
          minimum: least,
          maximum: most,
        });
      });

      it(`${section}.${name} is in the document as it is there`, () => {
        const row = DOCUMENT.filter((line) => line.startsWith(`| \`${section}.${name}\` `));
        const form =
          limit.most === undefined ? `integer >= ${limit.least}` : `integer, ${limit.least} to ${limit.most}`;
        const usual = limit.default === undefined ? '' : `\`${limit.default}\``;
        assert.deepEqual(row, [`| \`${section}.${name}\` | ${form} | ${usual} | ${limit.meaning} |`]);
      });

      it(`${section}.${name} holds by default`, () => {
        const loaded = folder.load('seed: 1\n');
        assert.equal((loaded[section] as unknown as Readonly<Record<string, number>>)[name], limit.default);
      });
    }
  }
});
