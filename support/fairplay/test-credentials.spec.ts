import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHmac, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { createTestCredentials, loadTestCredentials } from './test-credentials';
import { daskOf, testD } from './test-d';

const fixture = (name: string): Buffer => readFileSync(join(__dirname, 'fixtures', name));
const certificate = fixture('test-certificate.der');
const privateKey = fixture('test-private-key.pem');
const ask = Buffer.alloc(16, 1);

describe('loadTestCredentials', () => {
  it('gives the same parts every time', () => {
    const credentials = loadTestCredentials();
    assert.equal(loadTestCredentials(), credentials);
    assert.deepEqual(credentials.certificate, certificate);
    assert.equal(credentials.ask.length, 16);
    assert.equal(credentials.d, testD);
    assert.equal(credentials.privateKey?.type, 'private');
  });

  it('hashes the certificate as its fingerprint', () => {
    const fingerprint = new X509Certificate(certificate).fingerprint.replaceAll(':', '').toLowerCase();
    assert.equal(loadTestCredentials().certificateHash.toString('hex'), fingerprint);
  });

  it('has a certificate that says what it is and outlives us', () => {
    const x509 = new X509Certificate(certificate);
    assert.match(x509.subject, /TEST ONLY/);
    assert.ok(Date.parse(x509.validTo) > Date.parse('2100-01-01'));
  });
});

describe('createTestCredentials', () => {
  it('takes PEM and DER, with and without private key', () => {
    const pem = Buffer.from(new X509Certificate(certificate).toString());
    const der = createTestCredentials({ certificate, privateKey, ask }).privateKey?.export({
      format: 'der',
      type: 'pkcs8',
    });
    assert.ok(der);
    const credentials = createTestCredentials({ certificate: pem, privateKey: Buffer.from(der), ask });
    assert.deepEqual(credentials.certificate, certificate);
    assert.equal(createTestCredentials({ certificate, ask }).privateKey, undefined);
  });

  it('says which part is wrong, and nothing of its content', () => {
    const foreign = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({
      format: 'pem',
      type: 'pkcs8',
    });
    const broken = Buffer.from('-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n');
    for (const [input, message] of [
      [{ certificate: Buffer.from('x'), ask }, /^certificate: expected an X.509 certificate/],
      [{ certificate, ask: Buffer.alloc(15) }, /^ask: expected 16 bytes, got 15$/],
      [{ certificate, privateKey: broken, ask }, /^privateKey: expected an unencrypted key/],
      [{ certificate, privateKey: Buffer.from(foreign), ask }, /^privateKey: expected the key of the certificate/],
    ] as const) {
      assert.throws(() => createTestCredentials(input), { name: 'Error', message });
    }
  });

  it('blames a plugged-in D of the wrong size', () => {
    const credentials = createTestCredentials({ certificate, ask, d: () => Buffer.alloc(20) });
    assert.throws(() => daskOf(credentials, Buffer.alloc(21)), /16 bytes, got 20/);
  });
});

describe('testD', () => {
  it('is the documented HMAC', () => {
    const r2 = Buffer.alloc(21, 2);
    const text = Buffer.concat([Buffer.from('sees-conformance-D/1'), r2]);
    assert.deepEqual(testD(ask, r2), createHmac('sha256', ask).update(text).digest().subarray(0, 16));
    assert.notDeepEqual(testD(ask, r2), testD(ask, Buffer.alloc(21, 3)));
    assert.notDeepEqual(testD(ask, r2), testD(Buffer.alloc(16, 2), r2));
  });
});

describe('the folder', () => {
  it('reads its fixtures late, and from any working directory', () => {
    const script = `
      const fs = require('node:fs');
      const read = fs.readFileSync;
      let late = 0;
      const { loadTestCredentials } = require(process.argv[1]);
      process.chdir('/');
      fs.readFileSync = (...all) => ((late += String(all[0]).includes('fixtures') ? 1 : 0), read(...all));
      loadTestCredentials();
      loadTestCredentials();
      console.log(late);`;
    const args = ['-r', 'ts-node/register', '-e', script, join(__dirname, 'index.ts')];
    const output = execFileSync(process.execPath, args, { cwd: join(__dirname, '../..'), encoding: 'utf8' });
    assert.equal(output.trim(), '3');
  });
});
