import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { validateEntitlementRequest } from '../../messages';
import { MAX_REQUEST_BYTES, readRequest } from './request-reader';

const GOOD = { messageID: 'm', version: 1, requestType: 3, contentID: 'c', customerCookie: 'k' };
const read = (value: unknown) => readRequest(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)));

describe('readRequest', () => {
  it('reads the three types', () => {
    assert.deepEqual(read(GOOD), {
      kind: 'question',
      question: { requestType: 3, messageID: 'm', contentID: 'c', cookie: 'k' },
    });
    assert.deepEqual(read({ messageID: ' {M} ', version: 7, requestType: 1, contentID: 'c', more: [] }), {
      kind: 'question',
      question: { requestType: 1, messageID: ' {M} ', contentID: 'c' },
    });
    assert.equal(read({ ...GOOD, requestType: 2 }).kind, 'question');
  });

  it('calls a member of the wrong type malformed, never absent', () => {
    const wrong: Record<string, readonly unknown[]> = {
      messageID: [undefined, null, 1, true, {}, [], ''],
      version: [undefined, null, '1', 1.5, true],
      contentID: [undefined, null, 1, {}],
      requestType: [null, '3', 3.5, true, [3]],
      customerCookie: [null, 1, {}, ['k']],
    };
    for (const [member, values] of Object.entries(wrong)) {
      for (const value of values) {
        const found = read({ ...GOOD, [member]: value });
        assert.equal(found.kind, 'malformed', `${member}: ${JSON.stringify(value)}`);
        assert.equal('messageID' in found ? found.messageID : undefined, member === 'messageID' ? undefined : 'm');
      }
    }
  });

  it('does not take other cases of a name for the name', () => {
    assert.equal(read({ MessageID: 'm', version: 1, requestType: 1, contentID: 'c' }).kind, 'malformed');
  });

  it('refuses what the documents exclude', () => {
    for (const [change, error] of [
      [{ version: 0 }, 1004],
      [{ version: -1 }, 1004],
      [{ requestType: undefined }, 1005],
      [{ requestType: 0 }, 1006],
      [{ requestType: 4 }, 1006],
      [{ requestType: -1 }, 1006],
      [{ requestType: 2 ** 31 }, 1006],
      [{ customerCookie: undefined }, 1007],
      [{ customerCookie: '' }, 1007],
      [{ requestType: 2, customerCookie: undefined }, 1007],
      [{ customerCookie: 'k'.repeat(33) }, 1008],
      [{ requestType: 1, customerCookie: 'k'.repeat(33) }, 1008],
    ] as const) {
      const found = read({ ...GOOD, ...change });
      assert.equal(found.kind, 'refused', JSON.stringify(change));
      assert.equal(found.refusal.error, error);
      assert.equal(found.messageID, 'm');
    }
  });

  it('counts characters of a cookie, not bytes or halves of them', () => {
    for (const cookie of ['k', 'k'.repeat(32), 'é'.repeat(32), '😀'.repeat(32)]) {
      assert.equal(read({ ...GOOD, customerCookie: cookie }).kind, 'question');
    }
    assert.equal(read({ ...GOOD, customerCookie: '😀'.repeat(33) }).kind, 'refused');
  });

  it('refuses half a character', () => {
    const found = read('{"messageID":"m","version":1,"requestType":3,"contentID":"c","customerCookie":"\\ud800"}');
    assert.equal(found.kind === 'refused' && found.refusal.error, 1009);
  });

  it('makes no decision on what is no JSON object', () => {
    for (const text of ['', 'x', '{', '[]', '"m"', '1', 'null', JSON.stringify(GOOD).slice(0, -1)]) {
      const found = read(text);
      assert.deepEqual([found.kind, 'status' in found && found.status], ['malformed', 400], text);
    }
    const latin1 = Buffer.from('{"messageID":"é"}', 'latin1');
    assert.equal(readRequest(latin1).kind, 'malformed');
  });

  it('reads up to its limit in bytes', () => {
    const sized = (bytes: number): Buffer => {
      const frame = JSON.stringify({ ...GOOD, padding: '' }).length;
      return Buffer.from(JSON.stringify({ ...GOOD, padding: 'p'.repeat(bytes - frame) }));
    };
    assert.equal(readRequest(sized(MAX_REQUEST_BYTES)).kind, 'question');
    const found = readRequest(sized(MAX_REQUEST_BYTES + 1));
    assert.deepEqual([found.kind, 'status' in found && found.status], ['malformed', 413]);
  });

  it('never throws, and asks a question only of what the published schema allows', () => {
    const member = fc.oneof(fc.constantFrom<unknown>(1, 2, 3, '', 'k', null, undefined), fc.jsonValue());
    const request = fc.record({
      messageID: member,
      version: member,
      requestType: member,
      contentID: member,
      customerCookie: member,
    });
    fc.assert(
      fc.property(request, (value) => {
        const found = read(value);
        if (found.kind === 'question')
          assert.deepEqual(validateEntitlementRequest(JSON.parse(JSON.stringify(value))), []);
      }),
      { numRuns: 300 },
    );
  });
});
