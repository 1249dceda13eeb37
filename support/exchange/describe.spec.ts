import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { Device, loadTestCredentials } from '../fairplay';
import { VirtualClock } from './clock';
import type { Exchange } from './exchange';
import type { HttpRequest } from './http';
import { Journal } from './journal';
import { Redactor } from './redactor';
import { TransportError } from './transport-error';

const KEY = '00112233445566778899aabbccddeeff';
const AUTHENTICATOR = '201,canary-authenticator/+=';

function journal(): Journal {
  const redactor = new Redactor();
  redactor.learn('contentKey', KEY);
  redactor.learn('authenticator', AUTHENTICATOR);
  return new Journal('scenario', new VirtualClock(1_000), redactor);
}

function send(
  request: Partial<HttpRequest> = {},
  operation: Exchange['operation'] = 'token',
  into = journal(),
): Exchange {
  return into.begin({
    operation,
    from: 'sees',
    to: 'expressplay',
    request: { method: 'POST', url: 'https://ep.test/hms/fp/token', headers: {}, body: Buffer.alloc(0), ...request },
  });
}

const reply = (body: string | Buffer, headers: Record<string, string> = {}) => ({
  status: 200,
  headers,
  body: Buffer.from(body as string),
});

describe('describeMessage', () => {
  it('describes who, when and what', () => {
    const into = journal();
    const exchange = send({}, 'token', into);
    assert.deepEqual(exchange.describe(), {
      number: 1,
      operation: 'token',
      from: 'sees',
      to: 'expressplay',
      startMs: 1_000,
      startTick: 1,
      request: { method: 'POST', url: 'https://ep.test/hms/fp/token', headers: {}, body: '' },
    });
    exchange.answer(reply('{"a":1}', { 'content-type': 'application/json' }));
    const { response, endTick, endMs } = exchange.describe();
    assert.deepEqual([endTick, endMs], [2, 1_000]);
    assert.deepEqual(response, {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{\n  "a": 1\n}',
    });
  });

  it('shows a secret in no serialization, wherever it stands', () => {
    const query = new URLSearchParams({ customerAuthenticator: AUTHENTICATOR, contentKey: KEY }).toString();
    const exchange = send({
      url: `https://ep.test/hms/fp/token?${query}`,
      headers: { authorization: 'Basic dW5rbm93bg', cookie: 'session=unknown-cookie', 'x-key': KEY },
      body: Buffer.from(query),
    });
    exchange.answer(
      reply(JSON.stringify({ error: `bad ${AUTHENTICATOR}`, contentKey: 'unknown-key' }), {
        'set-cookie': 'session=unknown-cookie',
        'content-type': 'application/json',
      }),
    );
    exchange.open({ kind: 'opened', contentKey: Buffer.from(KEY, 'hex'), iv: Buffer.alloc(16, 1), form: 'raw' });
    const redactor = new Redactor();
    for (const value of [KEY, AUTHENTICATOR, 'unknown-cookie', 'dW5rbm93bg', 'unknown-key', Buffer.alloc(16, 1)]) {
      redactor.learn('token', value);
    }
    for (const text of [
      JSON.stringify(exchange),
      inspect(exchange, { depth: 9 }),
      inspect([exchange]),
      JSON.stringify({ exchange }),
    ]) {
      assert.ok(!redactor.contains(text), redactor.text(text));
    }
    assert.match(JSON.stringify(exchange), /customerAuthenticator=<authenticator #1>/);
  });

  it('cuts long text after the redaction, and says how much is left', () => {
    const exchange = send({ body: Buffer.from('x'.repeat(16 * 1024 - 10) + KEY + 'y'.repeat(1_000)) });
    const { body } = exchange.describe().request;
    assert.ok(body.endsWith('x<contentKey #1>\n[1,022 more characters]'), body.slice(-60));
  });

  it('names binary bodies by their size', () => {
    const exchange = send({ body: Buffer.from([0, 1, 2]) });
    exchange.answer(reply(Buffer.alloc(70_000), { 'content-type': 'application/octet-stream' }));
    assert.equal(exchange.describe().request.body, '3 bytes');
    assert.equal(exchange.describe().response?.body, '70,000 bytes');
  });

  it('survives JSON of any depth', () => {
    const exchange = send();
    exchange.answer(reply('['.repeat(60_000), { 'content-type': 'application/json' }));
    assert.match(JSON.stringify(exchange), /more characters/);
  });

  it('names a CKC, and falls back on other license bodies', () => {
    const license = send({ body: Buffer.from([0, 0, 0, 9]) }, 'license');
    license.answer(reply(Buffer.concat([Buffer.from([0, 0, 0, 1]), Buffer.alloc(60, 5)])));
    assert.equal(license.describe().request.body, '4 bytes');
    assert.equal(license.describe().response?.body.split('\n')[0], 'CKC, version 1, 64 bytes');
    const refused = send({}, 'license');
    refused.answer(reply('{"errorCode":-4010}', { 'content-type': 'application/json' }));
    assert.equal(refused.describe().response?.body, '{\n  "errorCode": -4010\n}');
  });

  it('names an SPC by version, size and certificate', () => {
    const credentials = loadTestCredentials();
    const spc = new Device({ name: 'device A', hu: Buffer.alloc(20, 1) }).createSpc({
      contentID: 'movie',
      credentials,
    });
    const { body } = send({ body: spc.bytes }, 'license').describe().request;
    const certificate = createHash('sha1').update(credentials.certificate).digest('hex').slice(0, 8);
    assert.match(body, new RegExp(`^SPC, version 1, [\\d,]+ bytes, certificate ${certificate}\n`));
  });

  it('tells failure, license and meaning in words', () => {
    const exchange = journal().begin({
      operation: 'license',
      from: 'client',
      to: 'expressplay',
      request: { method: 'POST', url: 'https://ep.test/x', headers: {}, body: Buffer.alloc(0) },
      stimulus: { kind: 'token', flow: 'flow 1', purpose: `with ${KEY}`, valid: true },
    });
    exchange.fail(new TransportError('reset', 'ECONNRESET', `broke at ${KEY}`));
    exchange.open({ kind: 'defect', why: `key ${KEY} is odd` });
    const described = exchange.describe();
    assert.equal(described.failure, 'broke at <contentKey #1>');
    assert.equal(described.license, 'key <contentKey #1> is odd');
    assert.equal(described.meant, 'flow 1: with <contentKey #1>');
    assert.equal(described.response, undefined);
  });
});

describe('Journal', () => {
  it('counts sendings, answers and notes in one order', () => {
    const into = journal();
    const outer = send({}, 'entitlement', into);
    const inner = send({}, 'token', into);
    into.note(`clock moved, ${KEY}`);
    inner.answer(reply(''));
    outer.answer(reply(''));
    assert.deepEqual(
      [outer.startTick, inner.startTick, into.notes[0]?.tick, inner.endTick, outer.endTick],
      [1, 2, 3, 4, 5],
    );
    assert.deepEqual(into.exchanges, [outer, inner]);
    assert.equal(into.notes[0]?.text, 'clock moved, <contentKey #1>');
  });
});
