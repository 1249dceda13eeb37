import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HttpHeaders } from '../exchange';
import type { Content } from '../protocol';
import { Titles } from '../session';
import { Crossings } from './crossings';
import { Flows, type Flow } from './flow';
import { Owners } from './owners';
import { findStrays } from './strays';

const content = (name: string, digit: string): Content => ({
  contentID: name,
  contentKey: digit.repeat(32),
  iv: 'f'.repeat(32),
});
const CONTENTS = [content('dummy', '0'), content('one', '1'), content('two', '2')];

/** Flows 1 and 2 have titles `two` and `one`. */
function story(): { owners: Owners; one: Flow; other: Flow; kinds: (text: string, headers?: HttpHeaders) => string[] } {
  const owners = new Owners(CONTENTS);
  const flows = new Flows(7, 'aa', new Titles(CONTENTS, 'dummy'));
  const [one, other] = [flows.make(1), flows.make(2)];
  owners.add(one);
  owners.add(other);
  const kinds = (text: string, headers: HttpHeaders = {}): string[] => {
    const crossings = new Crossings();
    findStrays({ status: 200, headers, body: Buffer.from(text) }, one, owners, crossings);
    for (const { what, flow } of crossings.examples) {
      assert.equal(flow, 'flow 1');
      assert.doesNotMatch(what, /[0-9a-f]{16}/, 'no value of anybody');
    }
    return crossings.examples.map(({ kind }) => kind);
  };
  return { owners, one, other, kinds };
}

describe('findStrays', () => {
  it('leaves alone what is the flow’s own, and what is nobody’s', () => {
    const { owners, one, kinds } = story();
    const message = one.messageID();
    owners.sends(message, one);
    const own = [
      one.player.cookie,
      message,
      one.player.device.hu.toString('hex'),
      one.title.contentKey,
      '0'.repeat(32),
    ];
    assert.deepEqual(kinds(own.join(' ')), []);
    assert.deepEqual(kinds(`c-${'a'.repeat(24)} ${'b'.repeat(40)} ${'c'.repeat(32)} ${'1'.repeat(64)}`), []);
  });

  it('finds cookie, message id, device and key of another flow in a body', () => {
    const { owners, other, kinds } = story();
    const message = other.messageID();
    owners.sends(message, other);
    assert.deepEqual(kinds(`{"customerCookie":"${other.player.cookie}"}`), ['cookie']);
    assert.deepEqual(kinds(`{"messageID":"${message.toUpperCase()}"}`), ['message id']);
    assert.deepEqual(kinds(`<b>${other.player.device.hu.toString('hex').toUpperCase()}</b>`), ['device']);
    assert.deepEqual(kinds(`key ${other.title.contentKey}`), ['key']);
  });

  it('finds them in headers, once for each owner', () => {
    const { other, kinds } = story();
    const { cookie } = other.player;
    assert.deepEqual(kinds(`${cookie} ${cookie}`, { 'set-cookie': `who=${cookie}; Path=/` }), ['cookie']);
  });
});

describe('Owners', () => {
  it('knows a device in any spelling', () => {
    const { owners, other } = story();
    const { hu } = other.player.device;
    const hex = hu.toString('hex');
    const guid = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
    for (const id of [hex, hex.toUpperCase(), guid, hu.toString('base64'), ` ${hex} `]) {
      assert.equal(owners.ofDevice(id)?.name, 'flow 2', id);
    }
    assert.equal(owners.ofDevice(`${hex.slice(0, -1)}g`), undefined);
  });

  it('gives a token URL to the flow that had it first', () => {
    const { owners, one, other } = story();
    assert.equal(owners.takes('token abc', one).name, 'flow 1');
    assert.equal(owners.takes('token abc', other).name, 'flow 1');
    assert.equal(owners.takes('token abcd', other).name, 'flow 2');
  });

  it('makes the same flow of the same number, and another of another', () => {
    const flows = new Flows(7, 'aa', new Titles(CONTENTS, 'dummy'));
    const [once, again, other] = [flows.make(3), flows.make(3), flows.make(4)];
    assert.equal(once.player.cookie, again.player.cookie);
    assert.deepEqual(once.player.device.hu, again.player.device.hu);
    assert.notEqual(once.player.cookie, other.player.cookie);
    assert.notDeepEqual(once.player.device.hu, other.player.device.hu);
  });
});
