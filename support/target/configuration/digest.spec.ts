import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { configurationDigest } from './digest';
import { loadConfiguration } from './load';
import { secretsOf } from './secrets';
import { EXPRESSPLAY, SEES, useFolder } from './testing/folder';

const HEX = '0123456789abcdef0123456789abcdef';

describe('the digest of a configuration', () => {
  const folder = useFolder();
  const digest = (text: string, more = {}) => configurationDigest(folder.load(text, more));

  it('is SHA-256 in hex and the same for the same configuration', () => {
    assert.match(digest(SEES), /^[0-9a-f]{64}$/);
    assert.equal(digest(SEES), digest(SEES));
  });

  it('does not depend on the order of keys, on defaults written out, or on the folder', () => {
    const [profile = '', ...rest] = SEES.split('\n');
    assert.equal(digest(`${rest.join('\n')}\n${profile}\n`), digest(SEES));
    assert.equal(digest(`${SEES}gate: must\n`), digest(SEES));
    const waived = `${SEES}waivers: waivers.yaml\n`;
    folder.write('waivers.yaml', '[]');
    folder.write('deeper/waivers.yaml', '[]');
    folder.write('deeper/c.yaml', waived);
    const deeper = loadConfiguration({ file: 'deeper/c.yaml', cwd: folder.path, env: {} });
    assert.equal(configurationDigest(deeper), digest(waived));
  });

  for (const [what, one, other] of [
    ['seed', 'seed: 1', 'seed: 2'],
    ['nonce', 'nonce: 0011223344', 'nonce: 0011223355'],
    ['out', 'out: a', 'out: b'],
    ['shard', 'shard: 1/2', 'shard: 2/2'],
    ['debug', 'debug: true', 'debug: false'],
    ['html', 'html: true', 'html: false'],
    ['an authenticator', EXPRESSPLAY, EXPRESSPLAY.replace('4711', '4712')],
    ['a content key', SEES, SEES.replace('00112233', '00112244')],
    ['an IV', SEES, SEES.replace('0f0e0d0c', '0f0e0d0d')],
    ['a device id', hu('00'), hu('01')],
  ] as const) {
    it(`leaves out: ${what}`, () => {
      assert.equal(digest(one), digest(other));
    });
  }

  for (const [what, one, other] of [
    ['profile', SEES, EXPRESSPLAY],
    ['url', SEES, SEES.replace('entitle', 'entitlement')],
    ['content id', SEES, SEES.replace('22222222', '33333333')],
    ['policy', SEES, SEES.replace('+600', '+601')],
    ['reading', 'readings: {multiDevice: first}', 'readings: {multiDevice: deny}'],
    ['selection', 'requirement: [SEQ-42]', 'requirement: [SEQ-43]'],
    ['declared records', SEES, `${SEES}  record: {}\n`],
  ] as const) {
    it(`differs with: ${what}`, () => {
      assert.notEqual(digest(one), digest(other));
    });
  }

  it('differs between one text in two places', () => {
    assert.notEqual(digest('tags: "@SEQ-42"\n'), digest('requirement: [SEQ-42]\n'));
  });
});

function hu(start: string): string {
  return `devices: [{name: A, spc: {source: synthetic, hu: ${start}${HEX}012345}}]\n`;
}

describe('the secrets of a configuration', () => {
  const folder = useFolder();
  const KEY = join(__dirname, '../../fairplay/fixtures/test-private-key.pem');
  const CERTIFICATE = join(__dirname, '../../fairplay/fixtures/test-certificate.der');
  const WRAPPED = 'ab'.repeat(24);

  const text = `profile: sees
sees:
  url: https://sees.example/e
  tls: {cert: ${CERTIFICATE}, key: ${KEY}}
  contents:
    - {contentID: aa, contentKey: ${'1a'.repeat(16)}, iv: ${'1b'.repeat(16)}, kek: ${'1c'.repeat(16)}, ek: ${'1D'.repeat(24)}}
expressplay:
  customerAuthenticator: authenticator-1
  otherAuthenticator: authenticator-2
  otherDrmToken: drm-token
  keyStore: [{kid: ^name, ek: ${WRAPPED}, kek: ${'2c'.repeat(16)}}]
  credentials: {certificate: ${CERTIFICATE}, ask: ${'3a'.repeat(16)}}
devices: [{name: A, spc: {source: synthetic, hu: ${'4e'.repeat(20)}}}]
`;

  it('are all of them, by kind', () => {
    const secrets = secretsOf(folder.load(text)).map(({ kind, value }) => `${kind} ${String(value)}`);
    const expected = [
      'authenticator authenticator-1',
      'authenticator authenticator-2',
      'token drm-token',
      `contentKey ${'1a'.repeat(16)}`,
      `iv ${'1b'.repeat(16)}`,
      `kek ${'1c'.repeat(16)}`,
      `ek ${'1d'.repeat(24)}`,
      `kek ${'2c'.repeat(16)}`,
      `ek ${WRAPPED}`,
      `device ${'4e'.repeat(20)}`,
      `privateKey ${'3a'.repeat(16)}`,
      `privateKey ${readFileSync(KEY, 'utf8').trim()}`,
    ];
    assert.deepEqual(secrets.toSorted(), expected.toSorted());
  });

  it('include those of the embedded catalogue', () => {
    const { sees, expressplay } = folder.load('seed: 1\n');
    const values = secretsOf(folder.load('seed: 1\n')).map(({ value }) => value);
    for (const { contentKey, iv } of sees.contents) assert.ok(values.includes(contentKey) && values.includes(iv));
    assert.ok(values.includes(expressplay.customerAuthenticator ?? ''));
  });
});
