import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildCkc, Device, loadTestCredentials, parseSpc } from '../fairplay';
import type { OpenedLicense } from './exchange';
import { ckcFields, spcFields } from './license-fields';
import { Redactor } from './redactor';

const credentials = loadTestCredentials();
const KEY = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
const IV = Buffer.alloc(16, 7);

function license(): { spc: Buffer; ckc: Buffer; opened: OpenedLicense } {
  const request = new Device({ name: 'device A', hu: Buffer.alloc(20, 1) }).createSpc({
    contentID: 'movie',
    credentials,
  });
  const ckc = buildCkc(parseSpc(request.bytes, credentials), { contentKey: KEY, iv: IV, leaseSeconds: 60 });
  return { spc: request.bytes, ckc, opened: { kind: 'opened', form: 'raw', ...request.open(ckc) } };
}

describe('spcFields', () => {
  it('tells every field of the outside, and nothing of the device', () => {
    const { spc } = license();
    const told = spcFields(spc) ?? '';
    assert.match(told, /^SPC, version 1, [\d,]+ bytes, certificate [0-9a-f]{8}\n/);
    assert.deepEqual(
      told.split('\n').flatMap((line) => /^ {2}([^:]+): /.exec(line)?.[1] ?? []),
      ['version', 'IV', 'SPC key', 'certificate (SHA-1)', 'payload'],
    );
    assert.ok(!told.includes('01010101'));
  });

  it('says no more than the version of one it cannot read, and nothing of other bytes', () => {
    const { spc } = license();
    const second = Buffer.from(spc);
    second.writeUInt32BE(2);
    assert.equal(spcFields(second)?.includes('\n'), false);
    assert.equal(spcFields(Buffer.from('hello')), undefined);
  });
});

describe('ckcFields', () => {
  it('tells a known key by its tag', () => {
    const { ckc, opened } = license();
    const redactor = new Redactor();
    redactor.learn('contentKey', KEY);
    redactor.learn('iv', IV);
    const told = ckcFields(ckc, opened, redactor) ?? '';
    assert.match(told, /^ {2}content key: <contentKey #1>\n {2}content IV: <iv #1>\n {2}lease: 60 s\n {2}rental: /m);
    assert.match(told, new RegExp(`payload: ${String(ckc.length - 28)} bytes announced, ${String(ckc.length - 28)} `));
  });

  it('never shows a key that the run does not know', () => {
    const { ckc, opened } = license();
    const told = ckcFields(ckc, opened, new Redactor()) ?? '';
    assert.match(told, /content key: <16 bytes that this run does not know>/);
    assert.ok(!told.includes(KEY.toString('hex')) && !told.includes(IV.toString('hex')));
  });

  it('tells why the player cannot use it', () => {
    const { ckc } = license();
    const told = ckcFields(ckc, { kind: 'defect', why: 'R1 is not the one of the SPC' }, new Redactor());
    assert.match(told ?? '', /inside: the player cannot use it: R1 is not the one of the SPC$/);
  });

  it('takes other bytes for none', () => {
    assert.equal(ckcFields(Buffer.from('{"errorCode":-4010}'), undefined, new Redactor()), undefined);
  });
});
