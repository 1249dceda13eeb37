import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createCertificates } from '../hosting';
import { ConfigurationError } from '../target';
import { serveCommand, type ServeOptions } from './serve-command';
import { UsageError } from './usage-error';

const TITLE = '{contentID: aa, contentKey: 00112233445566778899aabbccddeeff, iv: 00112233445566778899aabbccddeeff}';

/** All of these are told before a port is opened; a command that served would never come back. */
describe('serve, with something wrong', () => {
  let folder: string;
  const file = (name: string, text?: string): string => {
    const path = join(folder, name);
    if (text !== undefined) writeFileSync(path, text);
    return path;
  };
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'serve-'));
    const { server, expiredServer, client, ca } = await createCertificates();
    file('server.pem', `${server.cert}\n${ca}`);
    file('alone.pem', server.cert);
    file('server-key.pem', server.key);
    file('expired.pem', `${expiredServer.cert}\n${ca}`);
    file('expired-key.pem', expiredServer.key);
    file('client-key.pem', client.key);
    file('text.txt', 'no certificate');
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const serve = (what: string, options: Partial<ServeOptions>): Promise<number> =>
    serveCommand(what, { host: '127.0.0.1', port: '0', expressplayPort: '0', tls: 'mutual', out: folder, ...options });

  const pair = (cert: string, key: string): Partial<ServeOptions> => ({ cert: file(cert), key: file(key) });

  const cases: readonly (readonly [string, string, () => Partial<ServeOptions>, RegExp])[] = [
    ['a part that is none', 'both', () => ({}), /^serve both: .* Right: sees, expressplay, all$/],
    ['a port that is none', 'all', () => ({ port: '70000' }), /^--port 70000: .* Right: 0 to 65535$/],
    ['a port of half', 'all', () => ({ expressplayPort: '1.5' }), /^--expressplay-port 1\.5: /],
    [
      'a second port for one party',
      'sees',
      () => ({ expressplayPort: '8443' }),
      /serve sees has one port\. Right: --port$/,
    ],
    ['a mode that is none', 'all', () => ({ tls: 'on' }), /^--tls on: /],
    [
      'a certificate without key',
      'all',
      () => ({ cert: 'a.pem' }),
      /^--cert needs the other\. Right: --cert FILE --key FILE$/,
    ],
    ['a key without certificate', 'all', () => ({ key: 'a.pem' }), /^--key needs the other/],
    [
      'a certificate that is not there',
      'all',
      () => pair('none.pem', 'server-key.pem'),
      /^--cert .*none\.pem: cannot be read \(ENOENT\)/,
    ],
    ['a certificate that is none', 'all', () => pair('text.txt', 'server-key.pem'), /there is no certificate in it/],
    ['a key that is none', 'all', () => pair('server.pem', 'text.txt'), /^--key .*: there is no key in it/],
    ['a key of another', 'all', () => pair('server.pem', 'client-key.pem'), /this is not the key of .*server\.pem/],
    ['a certificate that ran out', 'all', () => pair('expired.pem', 'expired-key.pem'), /it is valid from .* to /],
    [
      'a certificate of an unknown authority',
      'all',
      () => pair('alone.pem', 'server-key.pem'),
      /nobody knows the authority/,
    ],
    [
      'a certificate for another name',
      'all',
      () => ({ ...pair('server.pem', 'server-key.pem'), publicHost: 'player.example' }),
      /it is for .*localhost.*, and players are sent to player\.example\. Right: --public-host NAME/,
    ],
    [
      'a violation that is none',
      'all',
      () => ({ violation: 'x' }),
      /^--violation x: there is none of this name\. Right: /,
    ],
    [
      'a violation of SEES without SEES',
      'expressplay',
      () => ({ violation: 'message-id-not-echoed' }),
      /only SEES can misbehave so\. Right: serve sees, or serve all$/,
    ],
    [
      'a violation of ExpressPlay without it',
      'sees',
      () => ({ violation: 'expiry-ignored' }),
      /only ExpressPlay can misbehave so\. Right: serve expressplay, or serve all$/,
    ],
    [
      'careless about client certificates, and asked for none',
      'all',
      () => ({ violation: 'client-certificate-optional', tls: 'server' }),
      /about client certificates\. Right: --tls mutual$/,
    ],
    [
      'another certificate where there is none',
      'all',
      () => ({ violation: 'certificate-run-out', tls: 'none' }),
      /about TLS in front of SEES\. Right: --tls mutual or --tls server$/,
    ],
    [
      'a log that cannot be written',
      'all',
      () => ({ log: join(folder, 'no', 'log') }),
      /^--log .*: cannot be written \(ENOENT\)/,
    ],
  ];
  for (const [what, part, options, why] of cases) {
    it(what, async () => {
      await assert.rejects(serve(part, options()), (error) => {
        assert.ok(error instanceof UsageError, String(error));
        assert.match(error.message, why);
        return true;
      });
    });
  }

  for (const [what, text, why] of [
    [
      'titles that are no list',
      'contentID: aa\n',
      /titles\.yaml:1:1: the file holds no list\. Right: a list; each item: a section with contentID/,
    ],
    ['no titles', '[]\n', /titles\.yaml:1:1 sees\.contents: the list is empty/],
    [
      'a title without key',
      '- contentID: aa\n',
      /titles\.yaml:1:3 sees\.contents\[0\]\.contentKey: is missing\. Right: /,
    ],
    [
      'a mistyped key',
      `- ${TITLE}\n- ${TITLE.replace('iv:', 'vi:')}\n`,
      /titles\.yaml:2:\d+ sees\.contents\[1\]\.vi: there is no such key\. Right: iv\?/,
    ],
    ['a title twice', `- ${TITLE}\n- ${TITLE}\n`, /titles\.yaml:\d+:\d+ sees\.contents/],
    [
      'a variable that is not set',
      `- ${TITLE.replace('aa', '"${NO_SUCH_TITLE}"')}\n`,
      /titles\.yaml:1:\d+ sees\.contents\[0\]\.contentID: the environment variable NO_SUCH_TITLE is not set/,
    ],
  ] as const) {
    it(`${what}, with its place in the file`, async () => {
      await assert.rejects(serve('all', { contents: file('titles.yaml', text) }), (error) => {
        assert.ok(error instanceof ConfigurationError, String(error));
        assert.match(error.message, why);
        assert.ok(!error.message.includes('00112233445566778899aabbccddeeff'));
        return true;
      });
    });
  }

  it('titles that are not there', async () => {
    await assert.rejects(serve('all', { contents: join(folder, 'none.yaml') }), /none\.yaml: there is no such file/);
  });
});
