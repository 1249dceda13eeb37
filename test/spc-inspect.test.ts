import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { BIN, temporaryFolder } from './command';
import { Device, loadTestCredentials } from '../support/fairplay';

const credentials = loadTestCredentials();
const hu = Buffer.alloc(20, 'secret device');
const spc = new Device({ name: 'A', hu }).createSpc({ contentID: 'movie \u001b[31m7', credentials }).bytes;
const sha1 = createHash('sha1').update(credentials.certificate).digest('hex');
const foreign = Buffer.from(spc);
foreign.fill(7, 152, 172);
const folder = temporaryFolder();

function inspect(
  content: string | Buffer,
  ...args: readonly string[]
): { code: number | null; out: string; error: string } {
  const file = join(folder, 'a.spc');
  writeFileSync(file, content);
  return run([file, ...args], '');
}

function run(args: readonly string[], input: string | Buffer): { code: number | null; out: string; error: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, 'spc', 'inspect', ...args], {
    input,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, error: stderr };
}

describe('spc inspect', () => {
  it('tells the outside, and with the test credentials the inside, but never the device', () => {
    const { code, out } = inspect(spc);
    assert.equal(code, 0);
    assert.match(out, new RegExp(`^SPC version 1, ${String(spc.length)} bytes\n`));
    assert.ok(out.includes(`certificate (SHA-1): ${sha1}, the test certificate`));
    assert.ok(out.includes('asset id: movie ?[31m7\n'));
    assert.ok(!out.includes(hu.toString('hex')));
  });

  it('reads base64 of any spelling, also from standard input', () => {
    const lines = spc.toString('base64').replace(/.{64}/g, '$&\r\n');
    const { code, out } = run(['-', '--json'], `${lines}\n`);
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(out), {
      version: 1,
      bytes: spc.length,
      form: 'base64',
      opaque: false,
      payloadBytes: spc.length - 176,
      certificateSha1: sha1,
      testCertificate: true,
      assetID: 'movie \u001b[31m7',
    });
  });

  it('says so where only the outside can be told', () => {
    const said = JSON.parse(inspect(foreign, '--json').out) as Record<string, unknown>;
    assert.equal(said.certificateSha1, '07'.repeat(20));
    assert.equal(said.testCertificate, false);
    assert.equal(said.unread, 'certificate-hash');
    const opaque = inspect(Buffer.concat([Buffer.from([0, 0, 0, 3]), Buffer.alloc(200)]));
    assert.equal(opaque.code, 0);
    assert.match(opaque.out, /^SPC version 3, 204 bytes\nthis version is opaque here/);
  });

  it('of anything else ends with 2, the place and the right form', () => {
    const { code, out, error } = inspect(credentials.certificate);
    assert.equal(code, 2);
    assert.equal(out, '');
    assert.match(error, /a\.spc: .*\(not-an-spc-der-certificate\).* Right: one SPC, as raw bytes or as base64\n$/);
    assert.doesNotMatch(error, /\n\s+at /);
    assert.match(run(['-'], '').error, /standard input: .*\(empty\)/);
  });
});
