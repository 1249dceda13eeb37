import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import type { ConformanceReport } from '../support/verdict';
import { command, readJson, temporaryFolder, told, type Ended } from './command';

/** Of the sequence, and judged in one scenario. */
const SELECTED = ['--requirement', 'SEQ-42', '--hosting', 'direct', '--no-html'];

describe('signed evidence', () => {
  const folder = temporaryFolder();
  const [key, publicKey, otherKey] = ['key.pem', 'key.pub.pem', 'other.pub.pem'].map((name) => join(folder, name));
  const report = join(folder, 'reports', 'conformance.json');
  let ran: Ended | undefined;

  const verify = (file: string, ...more: readonly (string | undefined)[]): Promise<Ended> =>
    command(['verify', file, ...more.map(String)]);
  const changed = (change: (text: string) => string): string => {
    const path = join(temporaryFolder(), 'conformance.json');
    const text = readFileSync(report, 'utf8');
    assert.notEqual(change(text), text);
    writeFileSync(path, change(text));
    return path;
  };

  before(async () => {
    const pair = generateKeyPairSync('ed25519');
    writeFileSync(key ?? '', pair.privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
    writeFileSync(publicKey ?? '', pair.publicKey.export({ type: 'spki', format: 'pem' }));
    const other = generateKeyPairSync('ed25519').publicKey;
    writeFileSync(otherKey ?? '', other.export({ type: 'spki', format: 'pem' }));
    ran = await command(['run', ...SELECTED, '--json', '--sign', key ?? '', '--out', join(folder, 'reports')]);
  });

  it('is what a run writes and prints', async () => {
    assert.equal(ran?.code, 0, ran && told(ran));
    assert.deepEqual(JSON.parse(ran?.stdout ?? ''), readJson(report));
    const ended = await verify(report, '--key', publicKey);
    assert.equal(ended.code, 0, told(ended));
    assert.match(ended.stdout, /is as it was signed by the key SHA-256 ([0-9a-f]{2}:){31}/);
    const alone = await verify(report);
    assert.equal(alone.code, 0);
    assert.match(alone.stdout, /That key came with the file/);
  });

  it('holds nothing of the private key', () => {
    const [, secret = ''] = readFileSync(key ?? '', 'utf8').split('\n');
    assert.ok(secret.length > 40);
    assert.ok(!readFileSync(report, 'utf8').includes(secret.slice(0, 24)));
  });

  it('stays so in another layout', async () => {
    const ended = await verify(
      changed((text) => JSON.stringify(JSON.parse(text))),
      '--key',
      publicKey,
    );
    assert.equal(ended.code, 0, told(ended));
  });

  it('tells what was changed', async () => {
    const ended = await verify(changed((text) => text.replace('"gate": "must"', '"gate": "none"')));
    assert.equal(ended.code, 1, told(ended));
    assert.match(ended.stdout, /Changed:\n {2}verdict\.gate\n$/);
  });

  it('is of the key that was named', async () => {
    const ended = await verify(report, '--key', otherKey);
    assert.equal(ended.code, 1, told(ended));
    assert.match(ended.stdout, /was signed by another key/);
  });

  it('is told from a report that was never signed, and from no report', async () => {
    const unsigned = changed((text) => JSON.stringify({ ...(JSON.parse(text) as object), signature: undefined }));
    for (const [file, why] of [
      [unsigned, /carries no signature/],
      [join(folder, 'none.json'), /cannot be read \(ENOENT\)/],
      [key ?? '', /is not JSON/],
    ] as const) {
      const ended = await verify(file);
      assert.equal(ended.code, 2, told(ended));
      assert.match(ended.stderr, why);
    }
  });

  it('needs a key that can sign, before anything is sent', async () => {
    const ended = await command(['run', ...SELECTED, '--sign', publicKey ?? '', '--out', join(folder, 'other')]);
    assert.equal(ended.code, 2, told(ended));
    assert.match(ended.stderr, /Right: an Ed25519 private key in PEM/);
    assert.equal(ended.stdout, '');
  });
});

describe('two reports', () => {
  const written = (report: unknown): string => {
    const path = join(temporaryFolder(), 'conformance.json');
    writeFileSync(path, JSON.stringify(report));
    return path;
  };
  let right: ConformanceReport | undefined;

  before(async () => {
    const { stdout } = await command(['run', ...SELECTED, '--json', '--out', temporaryFolder()]);
    right = JSON.parse(stdout) as ConformanceReport;
  });

  it('are compared: what got worse is red and told first', async () => {
    const wrong = JSON.parse(JSON.stringify(right)) as {
      requirements: { id: string; checks: { outcome: string }[] }[];
    };
    const hit = wrong.requirements.find(({ id }) => id === 'SEQ-42')?.checks[0];
    assert.equal(hit?.outcome, 'pass');
    Object.assign(hit, { outcome: 'fail' });
    const worse = await command(['compare', written(right), written(wrong)]);
    assert.equal(worse.code, 1, told(worse));
    assert.match(
      worse.stdout,
      /^## Conformance: 1 regression\n[^]*### Regressions\n\n- \*\*SEQ-42\*\* \(MUST\) pass → fail/,
    );
    const better = await command(['compare', written(wrong), written(right), '--json']);
    assert.equal(better.code, 0, told(better));
    assert.equal((JSON.parse(better.stdout) as { fixes: unknown[] }).fixes.length, 1);
  });

  it('of different profiles are not compared, and what is no report neither', async () => {
    const other = { ...right, run: { ...right?.run, profile: 'sees' } };
    const mixed = await command(['compare', written(right), written(other)]);
    assert.equal(mixed.code, 2, told(mixed));
    assert.match(mixed.stderr, /Right: two runs of the same profile/);
    const none = await command(['compare', written(right), written({ schemaVersion: 1 })]);
    assert.equal(none.code, 2, told(none));
    assert.match(none.stderr, /is no report that this version reads/);
  });
});
