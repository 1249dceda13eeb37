import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { command, temporaryFolder, told, type Ended } from './command';
import { freePort } from './free-port';
import { filesUnder, findSecrets, formsOf } from './search';
import { RecordingSees } from './recording-sees';
import { loadConfiguration } from '../support/target';

const SEED = '20261121';
const AUTHENTICATOR = '201910,canary5f1c9be07d';
const CONTENTS = [
  { contentID: 'canary-dummy', contentKey: 'c0de0000a1b2c3d4e5f60718293a4b5c', iv: 'beef0000112233445566778899aabb0c' },
  {
    contentID: 'canary-one',
    contentKey: 'c0de1111a1b2c3d4e5f60718293a4b5d',
    iv: 'beef1111112233445566778899aabb0d',
    expirationTime: '+86400',
  },
  {
    contentID: 'canary-two',
    contentKey: 'c0de2222a1b2c3d4e5f60718293a4b5e',
    iv: 'beef2222112233445566778899aabb0e',
    expirationTime: '+2592000',
  },
];

/** Everything a command left behind: files, and what it printed. */
function traces(out: string, { stdout, stderr }: Ended): { name: string; text: string }[] {
  return [...filesUnder(out), { name: 'stdout', text: stdout }, { name: 'stderr', text: stderr }];
}

function configFile(lines: readonly string[], port = 0): string {
  const path = join(temporaryFolder(), 'config.yaml');
  const contents = CONTENTS.map((content) => `    - ${JSON.stringify(content)}`);
  const expressplay = [
    'expressplay:',
    `  customerAuthenticator: "${AUTHENTICATOR}"`,
    `  listen: { host: 127.0.0.1, port: ${port} }`,
  ];
  const registration = '  registration: { contentID: canary-dummy }';
  writeFileSync(path, [...expressplay, ...lines, registration, '  contents:', ...contents, ''].join('\n'));
  return path;
}

function configured(): Map<string, string> {
  const secrets = new Map([[AUTHENTICATOR, 'authenticator']]);
  for (const { contentKey, iv } of CONTENTS) secrets.set(contentKey, 'contentKey').set(iv, 'iv');
  return secrets;
}

describe('outputs of a run', () => {
  it('hold no secret of the embedded pair', async () => {
    const out = temporaryFolder();
    const ended = await command(['run', '--seed', SEED, '--debug', '--out', out]);
    assert.equal(ended.code, 0, told(ended));

    const { sees, expressplay } = loadConfiguration({ env: {}, options: { seed: SEED } });
    const secrets = new Map<string, string>();
    for (const { contentKey, iv, kek, ek } of sees.contents) {
      secrets.set(contentKey, 'contentKey').set(iv, 'iv');
      if (kek !== undefined) secrets.set(kek, 'kek');
      if (ek !== undefined) secrets.set(ek, 'ek');
    }
    assert.ok(expressplay.customerAuthenticator, 'the embedded pair has an authenticator');
    secrets.set(expressplay.customerAuthenticator, 'authenticator');
    if (expressplay.otherAuthenticator) secrets.set(expressplay.otherAuthenticator, 'other authenticator');
    assert.deepEqual(findSecrets(traces(out, ended), secrets), []);
    // What is no secret is found, in the rendered report too: the search looks in the right places.
    const open = new Map(sees.contents.map(({ contentID }) => [contentID, 'contentID']));
    const places = findSecrets(traces(out, ended), open);
    assert.ok(places.includes('allure-report/index.html: contentID'), places.join('\n'));
  });

  it('hold no secret of a configuration', async () => {
    const out = temporaryFolder();
    const ended = await command(['run', '--config', configFile(['sees:']), '--debug', '--out', out]);
    assert.ok(ended.code === 0 || ended.code === 3, told(ended));
    assert.deepEqual(findSecrets(traces(out, ended), configured()), []);
  });

  it('hold none of the tokens that were handed out', async () => {
    const port = await freePort();
    const sees = await RecordingSees.open({
      contents: CONTENTS,
      registrationContentID: 'canary-dummy',
      customerAuthenticator: AUTHENTICATOR,
      expressplay: `http://127.0.0.1:${port}`,
    });
    try {
      const out = temporaryFolder();
      const config = configFile(['profile: sees', 'sees:', `  url: ${sees.url}`, '  tls: { mode: none }'], port);
      const ended = await command(['run', '--config', config, '--debug', '--out', out]);
      assert.ok(ended.code === 0 || ended.code === 3, told(ended));
      assert.ok(sees.tokens.size > 0, `no token passed this SEES\n${told(ended)}`);
      const secrets = new Map([...configured(), ...[...sees.tokens].map((token) => [token, 'token'] as const)]);
      assert.deepEqual(findSecrets(traces(out, ended), secrets), []);
    } finally {
      await sees.close();
    }
  });
});

describe('the search for secrets', () => {
  const secret = 'c0de0000a1b2c3d4e5f60718293a4b5c';
  const bytes = Buffer.from(secret, 'hex');
  const places: [string, string][] = [
    ['as text', `key ${secret}.`],
    ['as upper-case hex', secret.toUpperCase()],
    ['as bytes', bytes.toString('latin1')],
    ['as base64', bytes.toString('base64')],
    ['in the middle of base64', Buffer.from(`{"a":"${secret}"}`).toString('base64')],
    ['as base64url', bytes.toString('base64url')],
    ['percent-encoded', [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')],
    ['as a list of bytes', JSON.stringify([...bytes])],
    ['inside an embedded file', `d("a", "${Buffer.from(`${'x'.repeat(99)}${secret}`).toString('base64')}")`],
  ];

  for (const [where, text] of places) {
    it(`finds one ${where}`, () => {
      assert.deepEqual(findSecrets([{ name: 'file', text }], new Map([[secret, 'contentKey']])), ['file: contentKey']);
    });
  }

  it('finds none where there is none', () => {
    const other = formsOf('c0de0000a1b2c3d4e5f70718293a4b5c');
    const files = [...other].map((text) => ({ name: 'file', text }));
    assert.deepEqual(findSecrets(files, new Map([[secret, 'contentKey']])), []);
  });
});
