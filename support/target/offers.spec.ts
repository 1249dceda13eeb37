import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NEEDS, type Need } from '../ledger';
import { EXPRESSPLAY, SEES, useFolder } from './configuration/testing/folder';
import { offersOf } from './offers';

const AUTHENTICATOR = /^ {2}customerAuthenticator: .*\n/m;

const END_TO_END = `${SEES.replace('profile: sees', 'profile: end-to-end')}  tokenUrl: https://fp-gen.example/hms/fp/token
  recordUrl: https://api.example/cmiapi/getrecord/
`;

function device(name: string): string {
  return `  - name: ${name}
    spc: { source: command, command: [make-spc, "{device}", "{contentID}", "{step}"] }
`;
}

describe('offersOf', () => {
  const folder = useFolder();

  /** What only a fixture of the operator brings. */
  const fixtures: readonly Need[] = ['account-states', 'foreign-token', 'key-store', 'other-account'];
  const foreign: readonly Need[] = ['denied', 'exact-clock', 'expressplay-tls', 'faults', 'hostile', ...fixtures];

  const table: readonly [string, string, readonly Need[]][] = [
    ['stub', 'profile: stub\n', []],
    ['sees', SEES, ['denied', 'expressplay-tls', 'hostile']],
    ['expressplay', EXPRESSPLAY, foreign],
    ['end-to-end', END_TO_END, ['backend', ...foreign]],
    [
      'end-to-end, no authenticator',
      END_TO_END.replace(AUTHENTICATOR, ''),
      ['backend', 'records', 'token-service', ...foreign],
    ],
    [
      'SPCs from outside, two devices',
      `${SEES}devices:\n${device('one')}${device('two')}`,
      ['denied', 'expressplay-tls', 'hostile', 'synthetic'],
    ],
    [
      'SPCs from outside, one device',
      `${SEES}devices:\n${device('one')}`,
      ['denied', 'expressplay-tls', 'hostile', 'synthetic', 'two-devices'],
    ],
    ['a target that is owned', `${SEES}iOwnThisTarget: true\n`, ['denied', 'expressplay-tls']],
    [
      'a target on loopback',
      SEES.replace(/url: .*/, 'url: https://127.0.0.1:8443/sees'),
      ['denied', 'expressplay-tls'],
    ],
    [
      'a record service that is not on loopback',
      EXPRESSPLAY.replace(/tokenUrl: .*/, 'tokenUrl: http://127.0.0.1:1/hms/fp/token'),
      foreign,
    ],
    [
      'a name that only looks like loopback',
      SEES.replace(/url: .*/, 'url: https://127.0.0.1.example:8443/sees'),
      ['denied', 'expressplay-tls', 'hostile'],
    ],
    [
      'a target on loopback by a proxy elsewhere',
      `${SEES.replace(/url: .*/, 'url: https://127.0.0.1:8443/sees')}network: {proxy: "http://proxy.example:1"}\n`,
      ['denied', 'expressplay-tls', 'hostile'],
    ],
    ['a SEES without TLS', SEES.replace('https://', 'http://'), ['denied', 'expressplay-tls', 'hostile', 'tls']],
    ['a request to be refused', SEES.replace('sees:\n', 'sees:\n  denied: {}\n'), ['expressplay-tls', 'hostile']],
    [
      'fixtures of a foreign ExpressPlay',
      `${EXPRESSPLAY}  otherAuthenticator: 4712,${'0'.repeat(32)}\n  otherDrmToken: AQAAAAAAAAAA\n  keyStore: [{kid: ^a, ek: ${'0'.repeat(48)}}]\n`,
      ['account-states', 'denied', 'exact-clock', 'expressplay-tls', 'faults', 'hostile'],
    ],
  ];
  for (const [what, text, expected] of table) {
    it(`offers all but ${expected.join(', ') || 'nothing'}: ${what}`, () => {
      const { offers, missing } = offersOf(folder.load(text));
      assert.deepEqual([...missing.keys()].toSorted(), expected.toSorted());
      assert.equal(offers.size + missing.size, NEEDS.length);
      for (const [need, reason] of missing) {
        assert.ok(!offers.has(need));
        assert.match(reason, /^\S.{20,}[^.]$/, 'half a sentence that can follow a colon');
      }
    });
  }

  it('names the profile that cannot show it', () => {
    assert.match(offersOf(folder.load(EXPRESSPLAY)).missing.get('faults') ?? '', /profile expressplay/);
    assert.match(offersOf(folder.load(END_TO_END)).missing.get('exact-clock') ?? '', /profile end-to-end/);
  });
});
