import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Need } from '../ledger';
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

  const table: readonly [string, string, readonly Need[]][] = [
    ['stub', 'profile: stub\n', []],
    ['sees', SEES, []],
    ['expressplay', EXPRESSPLAY, ['exact-clock', 'faults']],
    ['end-to-end', END_TO_END, ['backend', 'exact-clock', 'faults']],
    [
      'end-to-end, no authenticator',
      END_TO_END.replace(AUTHENTICATOR, ''),
      ['backend', 'exact-clock', 'faults', 'records'],
    ],
    ['SPCs from outside, two devices', `${SEES}devices:\n${device('one')}${device('two')}`, ['synthetic']],
    ['SPCs from outside, one device', `${SEES}devices:\n${device('one')}`, ['synthetic', 'two-devices']],
  ];
  for (const [what, text, expected] of table) {
    it(`offers all but ${expected.join(', ') || 'nothing'}: ${what}`, () => {
      const { offers, missing } = offersOf(folder.load(text));
      assert.deepEqual([...missing.keys()].toSorted(), expected);
      assert.equal(offers.size + missing.size, 7);
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
