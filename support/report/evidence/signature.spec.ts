import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import canonicalize from 'canonicalize';
import type { ConformanceReport } from '../../verdict';
import { conformanceProblems } from '../files/conformance-file';
import { conformance } from '../testing/reports';
import { signReport } from './sign';
import { KeyError, fingerprintOf, readSigningKey, readVerificationKey } from './signing-key';
import { verifyReport } from './verify';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
type Tree = Record<string, unknown>;

/** A report as it comes out of its file. */
function written(report: ConformanceReport): Tree {
  return JSON.parse(JSON.stringify(report)) as Tree;
}

function changed(change: (report: Tree) => void): ReturnType<typeof verifyReport> {
  const report = written(signReport(conformance(), privateKey));
  change(report);
  return verifyReport(report, publicKey);
}

describe('a signed report', () => {
  it('follows the schema and verifies, whatever the order of its members and its white space', () => {
    const report = written(signReport(conformance(), privateKey));
    assert.deepEqual(conformanceProblems(report), []);
    assert.equal(verifyReport(report).state, 'signed');
    const turned = Object.fromEntries(Object.entries(report).reverse());
    assert.deepEqual(
      { ...verifyReport(JSON.parse(JSON.stringify(turned, undefined, 7)) as Tree, publicKey), key: undefined },
      { state: 'signed', trusted: true, key: undefined },
    );
  });

  it('can be checked by anybody with a canonicalizer', () => {
    const { signature, ...rest } = written(signReport(conformance(), privateKey));
    const { value, ...unsigned } = signature as Tree;
    const key = createPublicKey({
      key: Buffer.from(String(unsigned['publicKey']), 'base64'),
      format: 'der',
      type: 'spki',
    });
    const bytes = Buffer.from(canonicalize({ ...rest, signature: unsigned }) ?? '');
    assert.ok(verify(null, bytes, key, Buffer.from(String(value), 'base64')));
  });

  it('is signed anew, not twice', () => {
    const once = signReport(conformance(), privateKey);
    assert.deepEqual(signReport(once, privateKey), once);
  });
});

describe('a changed report', () => {
  const namesOf = (change: (report: Tree) => void): readonly string[] => {
    const found = changed(change);
    assert.equal(found.state, 'changed');
    return found.state === 'changed' ? found.changed : [];
  };
  const requirements = (report: Tree): Tree[] => report['requirements'] as Tree[];

  it('is told by what changed', () => {
    const id = String(requirements(written(conformance()))[0]?.['id']);
    assert.deepEqual(
      namesOf((report) => Object.assign(requirements(report)[0] ?? {}, { outcome: 'pass', statement: 'x' })),
      [`requirement ${id}`],
    );
    assert.deepEqual(
      namesOf((report) => Object.assign(report['verdict'] as Tree, { exitCode: 0 })),
      ['verdict.exitCode'],
    );
    assert.deepEqual(
      namesOf((report) => Object.assign(report['run'] as Tree, { seed: 99 })),
      ['run.seed'],
    );
    assert.deepEqual(
      namesOf((report) => void requirements(report).shift()),
      ['order of requirements', `requirement ${id} (gone)`],
    );
    assert.deepEqual(
      namesOf((report) => Object.assign(report, { note: 'all is well' })),
      ['note (added)'],
    );
  });

  it('is caught, too, where the digests were made to fit', () => {
    assert.deepEqual(
      namesOf((report) => {
        Object.assign(report['run'] as Tree, { seed: 99 });
        const parts = (report['signature'] as Tree)['parts'] as Tree;
        const fitting = signReport(report as unknown as ConformanceReport, privateKey).signature?.parts ?? {};
        Object.assign(parts, fitting);
      }),
      [],
    );
  });

  it('is caught where another key signed it', () => {
    const other = generateKeyPairSync('ed25519');
    const forged = written(signReport(conformance(), other.privateKey));
    assert.equal(verifyReport(forged, publicKey).state, 'other-key');
    const found = verifyReport(forged);
    assert.ok(found.state === 'signed' && !found.trusted);
  });

  it('without a whole signature is not taken for signed', () => {
    for (const signature of [undefined, 'none', {}, { algorithm: 'none', value: '' }]) {
      assert.equal(verifyReport({ ...written(conformance()), signature }).state, 'unsigned');
    }
  });
});

describe('keys', () => {
  let folder = '';
  before(() => (folder = mkdtempSync(join(tmpdir(), 'sees-conformance-keys-'))));
  after(() => {
    rmSync(folder, { recursive: true });
  });
  const file = (name: string, content: string | Buffer): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    chmodSync(path, 0o600);
    return path;
  };
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });

  it('are read, and the public half is enough to verify', () => {
    const path = file('key.pem', pem);
    assert.ok(readSigningKey(path).equals(privateKey));
    assert.ok(readVerificationKey(path).equals(publicKey));
    const half = file('key.pub.pem', publicKey.export({ type: 'spki', format: 'pem' }));
    assert.equal(fingerprintOf(readVerificationKey(half)), fingerprintOf(publicKey));
    assert.match(fingerprintOf(publicKey), /^([0-9a-f]{2}:){31}[0-9a-f]{2}$/);
  });

  it('of another kind, missing, closed or garbled ones are refused with the right form and without what they hold', () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
    const closed = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'p' });
    const cases: readonly (readonly [path: string, why: RegExp])[] = [
      [file('rsa.pem', rsa), /kind rsa/],
      [file('closed.pem', closed), /passphrase/],
      [file('garbled.pem', 'sesame open'), /holds no such key/],
      [join(folder, 'none.pem'), /ENOENT/],
    ];
    for (const [path, why] of cases) {
      assert.throws(
        () => readSigningKey(path),
        (error) =>
          error instanceof KeyError &&
          why.test(error.message) &&
          /Right: an Ed25519/.test(error.message) &&
          !error.message.includes('sesame'),
      );
    }
  });
});
