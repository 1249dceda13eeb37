import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { describe, it } from 'node:test';
import { Redactor, type HttpRequest, type HttpResponse } from '../../exchange';
import { expressPlayDecision, seesDecision, type Said } from './decision';
import { RequestLog } from './request-log';
import { Tags } from './tags';

const request = (more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'POST',
  url: 'https://sees.example/sees',
  headers: {},
  body: Buffer.alloc(0),
  ...more,
});
const answer = (status: number, body: unknown): HttpResponse => ({
  status,
  headers: {},
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});
const said = (): Said => ({
  cookies: new Tags('cookie'),
  devices: new Tags('device'),
  deviceNames: ['deviceid'],
  issued: (token) => (token === 'T' ? { cookie: 'c', deviceId: 'd' } : undefined),
});

class Paper extends Writable {
  text = '';
  constructor(
    private readonly done: (write: () => void) => void = (write) => {
      write();
    },
  ) {
    super({ decodeStrings: false });
  }
  override _write(chunk: string, _encoding: string, callback: () => void): void {
    this.text += chunk;
    this.done(callback);
  }
}

const clock = { now: () => Date.UTC(2026, 10, 22) };

describe('Tags', () => {
  it('name the same value the same, and keep few of them', () => {
    const tags = new Tags('cookie');
    assert.deepEqual([tags.of('a'), tags.of('b'), tags.of('a')], ['cookie #1', 'cookie #2', 'cookie #1']);
    for (let index = 0; index < 9_999; index += 1) tags.of(`other ${String(index)}`);
    assert.equal(tags.of('a'), 'cookie #1', 'b was the oldest');
    assert.equal(tags.of('b'), 'cookie #10002');
  });
});

describe('decisions in words', () => {
  const asked = request({ body: Buffer.from('{"requestType":3,"customerCookie":"alice"}') });

  it('of SEES', () => {
    assert.equal(
      seesDecision(asked, answer(200, { isAllowed: true }), said()),
      'allowed (type 3, cookie #1), token URL handed out',
    );
    assert.equal(
      seesDecision(asked, answer(200, { isAllowed: false, error: 7, errorText: 'No.' }), said()),
      'refused with error 7: No. (type 3, cookie #1)',
    );
    assert.equal(seesDecision(request({ body: Buffer.from('[') }), answer(404, '<html>'), said()), 'no decision');
    const odd = request({ body: Buffer.from('{"requestType":"3","customerCookie":7}') });
    assert.equal(seesDecision(odd, answer(200, { isAllowed: false }), said()), 'refused with error ?');
  });

  it('of ExpressPlay', () => {
    const at = (path: string, method = 'GET'): HttpRequest => request({ method, url: `https://ep.example${path}` });
    const decide = (path: string, status: number, body: unknown, method?: string): string =>
      expressPlayDecision(at(path, method), answer(status, body), said());
    assert.equal(
      decide('/hms/fp/token?cookie=a&deviceid=b', 200, 'https://...'),
      'token issued (cookie #1, for device #1)',
    );
    assert.equal(decide('/hms/fp/token', 401, { errorCode: -2018 }), 'refused with -2018');
    assert.equal(decide('/hms/fp/token', 400, '<p>Error -2002</p>'), 'refused with -2002');
    assert.equal(
      decide('/hms/fp/rights/?ExpressPlayToken=T', 200, 'ckc', 'POST'),
      'license granted (cookie #1, bound to device #1)',
    );
    assert.equal(
      decide('/hms/fp/rights?ExpressPlayToken=U', 403, { errorCode: -4010 }, 'POST'),
      'refused with -4010 (no token of ours)',
    );
    assert.equal(
      decide('/cmiapi/getrecord/?cookie=a', 200, [{ device_id: 'x' }, { device_id: 'y' }]),
      '2 events of device #1, device #2 (cookie #1)',
    );
    assert.equal(decide('/cmiapi/getrecord/', 200, []), '0 events');
    assert.equal(decide('/nothing', 404, 'no'), 'refused');
  });
});

describe('RequestLog', () => {
  const lineOf = async (asked: HttpRequest, words: string, redactor = new Redactor()): Promise<string> => {
    const paper = new Paper();
    const log = new RequestLog(paper, clock, redactor);
    await log.watch(
      'SEES',
      () => Promise.resolve(answer(200, {})),
      () => words,
    )(asked);
    return paper.text;
  };

  it('writes one line a request, without the query', async () => {
    const url = 'https://sees.example/sees/SEESServlet?cookie=alice';
    assert.equal(
      await lineOf(request({ url }), 'allowed'),
      '2026-11-22T00:00:00.000Z SEES POST /sees/SEESServlet 200 allowed\n',
    );
  });

  it('shows no secret, no long part of a path, no line break', async () => {
    const redactor = new Redactor();
    redactor.learn('authenticator', '4711,0123456789abcdef');
    const url = `https://sees.example/4711,0123456789abcdef/${'t'.repeat(300)}/a b\r\n/x`;
    const line = await lineOf(
      request({ url, method: 'A\nB' }),
      `refused: 4711,0123456789abcdef \u001b[2J\n${'y'.repeat(900)}`,
      redactor,
    );
    assert.equal(line.split('\n').length, 2);
    assert.ok(
      line.startsWith(
        '2026-11-22T00:00:00.000Z SEES A?B /<authenticator%20#1>/<300%20characters>/a%20b??/x 200 refused: <authenticator #1> ?[2J?yyy',
      ),
      line,
    );
    assert.ok(line.length < 400);
  });

  it('tells of requests that got no answer, and hands the fault on', async () => {
    const paper = new Paper();
    const log = new RequestLog(paper, clock, new Redactor());
    const handler = log.watch(
      'SEES',
      () => Promise.reject(new Error('a fault')),
      () => 'never',
    );
    await assert.rejects(handler(request()), /a fault/);
    assert.match(paper.text, / SEES POST \/sees - not answered\n$/);
    log.connectionError('SEES', Object.assign(new Error('x'), { code: 'ECONNRESET' }));
    assert.match(paper.text, / SEES - - - no request: ECONNRESET\n$/);
  });

  it('keeps nothing for a reader that does not read, and says so when it does', async () => {
    const waiting: (() => void)[] = [];
    const paper = new Paper((write) => void waiting.push(write));
    const log = new RequestLog(paper, clock, new Redactor());
    const handler = log.watch(
      'SEES',
      () => Promise.resolve(answer(200, {})),
      () => 'z'.repeat(200),
    );
    for (let index = 0; index < 10_000; index += 1) await handler(request());
    assert.ok(paper.writableLength < 1_100_000, String(paper.writableLength));
    for (let write = waiting.shift(); write !== undefined; write = waiting.shift()) {
      write();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await handler(request());
    assert.match(paper.text, /\(\d+ lines left out: nobody read them\)/);
  });

  it('goes on serving when it cannot be written', async () => {
    const paper = new Paper();
    const log = new RequestLog(paper, clock, new Redactor());
    const handler = log.watch(
      'SEES',
      () => Promise.resolve(answer(200, {})),
      () => 'allowed',
    );
    paper.destroy(Object.assign(new Error('no space left'), { code: 'ENOSPC' }));
    await new Promise((resolve) => paper.once('close', resolve));
    assert.equal((await handler(request())).status, 200);
    assert.equal(paper.text, '');
  });

  it('without paper is no detour', () => {
    const handler = (): Promise<HttpResponse> => Promise.resolve(answer(200, {}));
    assert.equal(
      new RequestLog(undefined, clock, new Redactor()).watch('SEES', handler, () => ''),
      handler,
    );
  });
});
