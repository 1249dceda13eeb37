import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { before, describe, it, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { create } from 'xmlbuilder2';
import { temporaryFolder } from './command';
import { freePort } from './free-port';
import {
  expressPlayConfiguration,
  hostileExpressPlay,
  send,
  sharedCredentials,
  type Misanswer,
  type Misanswers,
} from './hostile-expressplay';
import { AUTHENTICATOR, runAgainst, seesConfiguration, TITLES, written, type HostileRun } from './hostile-run';
import { assertSound } from './hostile-soundness';
import { HostileServer, pour, type Misdeed, type SeenRequest } from './hostile-server';
import { CHECKS } from '../support/checks';
import { createCertificates, type Certificates } from '../support/hosting';
import type { Run } from '../support/session';
import type { RunListener } from '../support/verdict';

/** A title for a time, registration, a foreign cookie, a broken token service. */
const FEW = '@SEQ-02 or @SEQ-23 or @SEQ-41 or @SEQ-50';
/** No parser of JSON or XML lets these through as they are. */
// eslint-disable-next-line no-control-regex -- that is what is looked for
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;
/** What a terminal obeys: those, the upper controls, and what turns text around. */
// eslint-disable-next-line no-control-regex -- that is what is looked for
const SHOWN_CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

const JSON_TYPE = { 'content-type': 'application/json' };
const ENDLESS = Buffer.alloc(64 * 1024, 0x20);

/** Nothing that takes the target's word was judged right. */
function assertNothingPassed({ checks }: HostileRun): void {
  const passed = [...checks.values()].filter(({ outcome }) => outcome === 'pass');
  assert.deepEqual(
    passed.map(({ id }) => id),
    [],
  );
}

function assertFailed({ checks, printed }: HostileRun, ids: readonly string[]): void {
  for (const id of ids) {
    const check = checks.get(id);
    assert.ok(check?.outcome === 'fail' || check?.outcome === 'warn', `${id} is ${String(check?.outcome)}\n${printed}`);
  }
}

/** Checks about refusals that a Then step asks for; how a refusal is worded is another matter. */
function assertNoRefusalProved({ report, printed }: HostileRun): void {
  const invariants = new Set(CHECKS.filter(({ subject }) => subject === 'every').map(({ id }) => id));
  const refusals = report.requirements
    .filter(({ id }) => /^(SEQ-(08|09|35|38|39|40|41|42|48|49|50)|EP-LIC-(06|08|16|19)|SEES-ERR-(01|09|12))$/.test(id))
    .flatMap(({ checks }) => checks)
    .filter(({ id }) => !invariants.has(id));
  const proved = refusals.filter(
    ({ outcome }) => !['could-not-test', 'not-observable', 'not-applicable', 'not-selected'].includes(outcome),
  );
  assert.ok(refusals.some(({ outcome }) => outcome === 'could-not-test'));
  assert.deepEqual(
    proved.map(({ id, outcome }) => `${id} ${outcome}`),
    [],
    printed,
  );
}

async function against(
  context: TestContext,
  server: HostileServer,
  configuration: Readonly<Record<string, unknown>>,
): Promise<HostileRun> {
  context.after(() => server.close());
  return runAgainst(configuration);
}

describe('a SEES that is not there', () => {
  let certificates: Certificates;
  const files = { ca: '', untrustedCa: '' };
  before(async () => {
    certificates = await createCertificates();
    const folder = temporaryFolder();
    for (const name of ['ca', 'untrustedCa'] as const) {
      files[name] = join(folder, `${name}.pem`);
      writeFileSync(files[name], certificates[name]);
    }
  });

  /** Every one of these is noticed before the first scenario. */
  async function assertSilent(url: string, failure: RegExp, tls?: Readonly<Record<string, string>>): Promise<void> {
    const whole = seesConfiguration(`${url}/entitle?key=in-the-query`);
    const sees = { ...(whole.sees as object), ...(tls === undefined ? {} : { tls }) };
    const run = await runAgainst({ ...whole, sees });
    assertSound(run, 3);
    assertNothingPassed(run);
    const { partial } = run.report.run;
    assert.match(partial ?? '', failure);
    assert.ok(partial?.startsWith(`SEES cannot be reached; POST ${url}/entitle: `), partial);
    assert.equal(run.report.run.exchanges, 0);
    assert.match(run.printed, /ended early: SEES cannot be reached/);
    assert.match(run.report.run.diagnosis ?? '', /^SEES cannot be reached: .* Right: /);
    assert.ok(run.durationMs < 5000, `took ${run.durationMs} ms`);
    for (const [path, text] of written(run.out)) assert.ok(!/\bpartial\b.*in-the-query/.test(text), path);
  }

  it('refuses connections', async () => {
    await assertSilent(`http://127.0.0.1:${await freePort()}`, /refused \(ECONNREFUSED\)/);
  });

  const sockets: [what: string, misdeed: Parameters<typeof HostileServer.tcp>[0], failure: RegExp][] = [
    ['accepts and resets', (socket) => void socket.once('data', () => socket.resetAndDestroy()), /broke/],
    ['accepts and hangs', () => undefined, /no complete answer came in time/],
    [
      'closes after the headers',
      (socket) => void socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"mess')),
      /broke/,
    ],
    ['speaks something else', (socket) => void socket.write('SSH-2.0-OpenSSH_9.6\r\n'), /no HTTP/],
    [
      'drips for ever',
      (socket) => {
        socket.once('data', () => {
          socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
          const drip = setInterval(() => socket.write('1\r\n \r\n'), 20);
          socket.once('close', () => clearInterval(drip));
        });
      },
      /no complete answer came in time/,
    ],
  ];
  for (const [what, misdeed, failure] of sockets) {
    it(what, async (context) => {
      const server = await HostileServer.tcp(misdeed);
      context.after(() => server.close());
      await assertSilent(server.origin, failure);
    });
  }

  it('has a certificate of an unknown authority', async (context) => {
    const server = await HostileServer.http((_, response) => response.end('{}'), certificates.server);
    context.after(() => server.close());
    await assertSilent(server.origin, /TLS failed/, { mode: 'server', ca: files.untrustedCa });
    assert.equal(server.requests.length, 0);
  });

  it('has a certificate for another name', async (context) => {
    const server = await HostileServer.http((_, response) => response.end('{}'), certificates.misnamedServer);
    context.after(() => server.close());
    await assertSilent(server.origin, /TLS failed/, { mode: 'server', ca: files.ca });
    assert.equal(server.requests.length, 0);
  });

  it('wants a client certificate that nobody configured', async (context) => {
    const tls = { ...certificates.server, ca: certificates.ca, requestCert: true, rejectUnauthorized: true };
    const server = await HostileServer.http((_, response) => response.end('{}'), tls);
    context.after(() => server.close());
    await assertSilent(server.origin, /TLS failed|broke/, { mode: 'server', ca: files.ca });
    assert.equal(server.requests.length, 0);
  });
});

/** The message id of a request; a grant without it would be found out at once. */
function idOf(request: SeenRequest): string {
  return (JSON.parse(request.body.toString('utf8')) as { messageID: string }).messageID;
}

function raw(body: string | Buffer, status = 200, headers: Readonly<Record<string, string>> = JSON_TYPE): Misdeed {
  return (_request, response) => response.writeHead(status, headers).end(body);
}

function refusing(changes: Readonly<Record<string, unknown>> = {}): Misdeed {
  return (request, response) => {
    const refusal = { isAllowed: false, epTokenURL: '', error: 7, errorText: 'no' };
    const answer = { messageID: idOf(request), version: 1, ...refusal, ...changes };
    response.writeHead(200, JSON_TYPE).end(JSON.stringify(answer));
  };
}

function granting(epTokenURL: unknown, changes: Readonly<Record<string, unknown>> = {}): Misdeed {
  return refusing({ isAllowed: true, epTokenURL, error: undefined, errorText: undefined, ...changes });
}

describe('a SEES that answers', () => {
  const token = 'A'.repeat(64);
  const dead = `http://127.0.0.1:1/hms/fp/rights/?ExpressPlayToken=${token}`;
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024, 0x20));
  const deep = '['.repeat(10_000) + ']'.repeat(10_000);
  const twice = '{"messageID":"a","messageID":"b","version":1,"isAllowed":false,"isAllowed":true,"epTokenURL":""}';
  const lent = `{"__proto__":{"version":1,"isAllowed":true,"epTokenURL":"${dead}"},"constructor":{"isAllowed":true}}`;

  const cases: [what: string, misdeed: Misdeed, failed: readonly string[]][] = [
    ['HTML', raw('<!doctype html><title>Login</title>', 200, { 'content-type': 'text/html' }), ['SEES-TRN-09']],
    ['nothing', raw(''), ['SEES-TRN-09']],
    ['invalid JSON', raw('{"messageID": '), ['SEES-TRN-09']],
    ['bytes that are no text', raw(randomBytes(4096)), ['SEES-TRN-09']],
    ['an array', raw('[{"isAllowed":true}]'), ['SEES-TRN-09']],
    ['a bare value', raw('true'), ['SEES-TRN-09']],
    ['null', raw('null'), ['SEES-TRN-09']],
    ['500 with HTML', raw('<h1>Oops</h1>', 500, { 'content-type': 'text/html' }), ['SEES-TRN-09']],
    ['204', raw('', 204, {}), ['SEES-TRN-09']],
    ['arrays 10,000 deep', raw(deep), ['SEES-TRN-09']],
    ['an object with something 10,000 deep', raw(`{"isAllowed":true,"epTokenURL":${deep}}`), ['SEES-TRN-09']],
    ['every name twice', raw(twice), ['SEES-TRN-09', 'SEES-RES-01']],
    ['what a prototype would lend', raw(lent), ['SEES-RES-01', 'SEES-RES-03']],
    ['64 MiB', (_, response) => pour(response, ENDLESS, 1024), ['SEES-TRN-09']],
    ['without end', (_, response) => pour(response, ENDLESS), ['SEES-TRN-09']],
    ['a gzip bomb', raw(bomb, 200, { ...JSON_TYPE, 'content-encoding': 'gzip' }), ['SEES-TRN-09']],
    ['"true"', granting(dead, { isAllowed: 'true' }), ['SEES-RES-03', 'SEES-RES-12']],
    ['isAllowed 1', granting(dead, { isAllowed: 1 }), ['SEES-RES-03']],
    ['a number as messageID', granting(dead, { messageID: 1 }), ['SEES-RES-01', 'SEES-RES-12']],
    ['a text as version', granting(dead, { version: '1' }), ['SEES-RES-02', 'SEES-RES-12']],
    ['a huge version', granting(dead, { version: 1e308 }), ['SEES-RES-02']],
    ['an object as error', refusing({ error: { code: 7 } }), ['SEES-RES-08', 'SEES-RES-12']],
    ['a list as errorText', refusing({ errorText: ['no'] }), ['SEES-RES-08', 'SEES-RES-12']],
    ['a grant without URL', granting(undefined), ['SEES-RES-04', 'SEES-RES-14']],
    ['an object as URL', granting({ href: dead }), ['SEES-RES-04']],
    ['a list as URL', granting([dead]), ['SEES-RES-04']],
    ['something that is no URL', granting('no url\u0000 \u202e'), ['SEES-RES-04']],
    ['javascript:', granting('javascript:alert(1)//?ExpressPlayToken=abcdefgh'), ['SEES-RES-04']],
    ['file:', granting('file:///etc/passwd?ExpressPlayToken=abcdefgh'), ['SEES-RES-04']],
    ['a relative URL', granting(`/hms/fp/rights/?ExpressPlayToken=${token}`), ['SEES-RES-04']],
    ['a URL without host', granting('http://?ExpressPlayToken=abcdefgh'), ['SEES-RES-04']],
  ];
  for (const [what, misdeed, failed] of cases) {
    it(`with ${what}`, async (context) => {
      const server = await HostileServer.http(misdeed);
      const run = await against(context, server, seesConfiguration(`${server.origin}/s`, { tags: FEW }));
      assertSound(run, 1);
      assertFailed(run, failed);
      assertNoRefusalProved(run);
      assert.equal(run.report.run.partial, undefined);
    });
  }

  const urls: [what: string, url: (origin: string) => string, reached: boolean][] = [
    ['without a token', (origin) => `${origin}/rights/`, true],
    ['with a token of 200 KiB', (origin) => `${origin}/rights/?ExpressPlayToken=${'A'.repeat(200 * 1024)}`, false],
    ['with credentials', (origin) => `${origin.replace('//', '//user:pa55word@')}/?ExpressPlayToken=abcdefgh`, true],
    ['of a port nobody listens on', () => dead, false],
  ];
  for (const [what, url, reached] of urls) {
    it(`with a token URL ${what}`, async (context) => {
      const elsewhere = await HostileServer.http(raw('{"errorCode":-4010}', 403));
      context.after(() => elsewhere.close());
      const server = await HostileServer.http(granting(url(elsewhere.origin)));
      const run = await against(context, server, seesConfiguration(`${server.origin}/s`, { tags: FEW }));
      const { exitCode } = run.report.verdict;
      assertSound(run, exitCode === 1 ? 1 : 3);
      assertNoRefusalProved(run);
      assert.equal(elsewhere.requests.length > 0, reached);
      for (const { headers } of elsewhere.requests) assert.equal(headers.authorization, undefined);
      for (const [path, text] of written(run.out)) assert.ok(!text.includes('pa55word'), path);
    });
  }

  it('with a token URL of a host that hangs', async (context) => {
    const hanging = await HostileServer.tcp(() => undefined);
    context.after(() => hanging.close());
    const server = await HostileServer.http(granting(`${hanging.origin}/?ExpressPlayToken=${token}`));
    const run = await against(context, server, seesConfiguration(`${server.origin}/s`, { tags: FEW }));
    assertSound(run, run.report.verdict.exitCode === 1 ? 1 : 3);
    assertNoRefusalProved(run);
    assert.ok(hanging.connections > 0);
  });

  for (const status of [301, 302, 307, 308]) {
    it(`with a redirect ${status} to another host, which gets nothing`, async (context) => {
      const elsewhere = await HostileServer.http(raw('{}'));
      context.after(() => elsewhere.close());
      const location = `${elsewhere.origin}/collect`;
      const server = await HostileServer.http(raw('', status, { location }));
      const run = await against(context, server, seesConfiguration(`${server.origin}/s`, { tags: FEW }));
      assertSound(run, 1);
      assertFailed(run, ['SEES-TRN-09']);
      assert.equal(elsewhere.connections, 0);
    });
  }

  it('with a refusal, always: no check about refusals is green', async (context) => {
    const server = await HostileServer.http(refusing());
    const run = await against(context, server, seesConfiguration(`${server.origin}/s`));
    assertSound(run, 3);
    assertNoRefusalProved(run);
  });

  it('once, and then never again', async (context) => {
    let answers = 1;
    const server = await HostileServer.http((request, response) => {
      answers -= 1;
      if (answers >= 0) refusing()(request, response);
      else response.destroy();
    });
    const run = await against(context, server, seesConfiguration(`${server.origin}/s`, { tags: FEW }));
    assertSound(run, 3);
    assert.equal(run.report.run.partial, undefined, 'a target that answered is there');
    assertNoRefusalProved(run);
  });
});

describe('a SEES that calls the played ExpressPlay with nonsense', () => {
  const calls: [method: string, target: string, body?: string][] = [
    ['GET', '/hms/fp/token?%zz=%&customerAuthenticator=%ff%fe&expirationTime=%2B99999999999999999999'],
    ['GET', `/hms/fp/token?${'a=b&'.repeat(1500)}`],
    ['GET', '/hms/fp/token?__proto__=1&constructor=2&iv=x&iv=y&contentKey=%00'],
    ['POST', '/hms/fp/token', '['.repeat(100_000)],
    ['POST', '/hms/fp/token', 'a='.repeat(1024 * 1024)],
    ['GET', '/cmiapi/getrecord/?start=-1&length=1e99&cookie=%00'],
    ['GET', '/cmiapi/getrecord/?id[]=1&cookie=a&cookie=b'],
    ['POST', '/hms/fp/rights/?ExpressPlayToken=AAAA', 'no SPC'],
    ['POST', '/hms/fp/rights/?ExpressPlayToken=%', ''],
    ['DELETE', '//../..//hms/fp/token'],
    ['OPTIONS', '*'],
    ['TRACE', '/'],
  ];

  it('cannot be told from strangers that do, and is judged by its answers', async (context) => {
    const port = await freePort();
    const sent: number[] = [];
    const server = await HostileServer.http((request, response) => {
      const nonsense = calls.map(
        ([method, path, body]) =>
          new Promise<void>((resolve) => {
            const call = httpRequest({ host: '127.0.0.1', port, method, path, agent: false }, (answer) => {
              sent.push(answer.statusCode ?? 0);
              answer.resume().once('close', resolve);
            });
            call.once('error', () => resolve());
            call.end(body);
          }),
      );
      void Promise.all(nonsense).then(() => refusing()(request, response));
    });
    context.after(() => server.close());
    const expressplay = { customerAuthenticator: AUTHENTICATOR, listen: { host: '127.0.0.1', port } };
    const timeouts = { entitlementMs: 5000, tokenMs: 5000, recordMs: 5000, licenseMs: 5000 };
    const more = { expressplay, timeouts, tags: FEW };
    const run = await runAgainst(seesConfiguration(`${server.origin}/s`, more));
    assertSound(run, 3);
    assertNoRefusalProved(run);
    assert.ok(sent.length > 0);
    const { strays = [] } = run.report.run;
    // Those that were no HTTP, or too large, never became calls.
    const kept = strays.reduce((sum, stray) => sum + stray.calls, 0);
    assert.ok(kept > 0 && kept <= sent.length, `${kept} of ${sent.length}`);
    assert.deepEqual(
      sent.filter((status) => status < 400),
      [],
    );
    assert.deepEqual(
      sent.filter((status) => status === 500),
      [],
      'no request brings a handler of ours down',
    );
  });
});

describe('texts of a hostile SEES', () => {
  const words =
    '<script>alert(1)</script><img src=x onerror=alert(2)>]]>\u001b[2J\u001b]0;owned\u0007\u0000\u0085\u202e\r\n| a | `b` |';
  const errorText = words.repeat(Math.ceil((100 * 1024) / words.length));
  const html = { 'content-type': 'text/html' };

  const cases: [what: string, misdeed: Misdeed, exitCode: 1 | 3][] = [
    ['in errorText', refusing({ errorText }), 3],
    ['as messageID', refusing({ messageID: errorText }), 1],
    ['as they are', raw(errorText, 500, html), 1],
    ['in headers', raw('{}', 200, { 'content-type': '<script>alert(1)</script>', 'x-words': '\u0085<b>' }), 1],
  ];
  for (const [what, misdeed, exitCode] of cases) {
    it(`${what}: every output escapes them`, async (context) => {
      const server = await HostileServer.http(misdeed);
      const run = await against(context, server, seesConfiguration(`${server.origin}/s`, { tags: FEW }));
      assertSound(run, exitCode);
      assert.doesNotMatch(run.printed, SHOWN_CONTROLS);
      for (const [path, text] of written(run.out)) {
        assert.doesNotMatch(text, path.endsWith('.md') ? SHOWN_CONTROLS : CONTROLS, path);
        if (/\.(svg|xml|md|html)$/.test(path)) assert.doesNotMatch(text, /<(script|img|b)\b/i, path);
        if (path.endsWith('.svg')) assert.doesNotThrow(() => create(text), path);
      }
    });
  }
});

function instead(body: string | Buffer, type: string, status = 200): Misanswer {
  return (response) => response.writeHead(status, { 'content-type': type }).end(body);
}

describe('an ExpressPlay', () => {
  const url = 'http://127.0.0.1:1/hms/fp/rights/?ExpressPlayToken=abcdefgh';
  const list = 'text/uri-list';
  const bytes = 'application/octet-stream';
  const kept: { ckc?: HttpResponseLike } = {};

  const cases: [what: string, misanswers: Misanswers, exitCode: 1 | 3, failed: readonly string[]][] = [
    ['whose token service sends HTML', { token: instead('<html>', 'text/html') }, 1, ['EP-TOK-40']],
    ['whose token service sends nothing', { token: instead('', list) }, 1, ['EP-TOK-40']],
    ['whose token service sends two URLs', { token: instead(`${url}1\r\n${url}2\r\n`, list) }, 1, ['EP-TOK-40']],
    ['whose token service sends a script', { token: instead('javascript:alert(1)', list) }, 1, ['EP-TOK-40']],
    ['whose token service always refuses', { token: instead('{"errorCode":-2002}', 'application/json', 400) }, 3, []],
    ['whose token service sends 64 MiB', { token: (response) => pour(response, ENDLESS, 1024) }, 3, []],
    ['whose token service hangs', { token: () => undefined }, 3, []],
    ['whose records are no objects', { record: instead('[1,"x",null,[]]', 'application/json') }, 3, []],
    ['whose records are HTML', { record: instead('<html>', 'text/html') }, 3, []],
    ['whose records are nested', { record: instead('['.repeat(1e4) + ']'.repeat(1e4), 'application/json') }, 3, []],
    [
      'whose records have wrong types',
      { record: instead('[{"device_id":{"a":1},"cookie":[],"error_code":{"__proto__":1}}]', 'application/json') },
      3,
      [],
    ],
    ['whose license is HTML', { license: instead('<html>', 'text/html') }, 1, ['EP-LIC-01', 'EP-LIC-02']],
    ['whose license is empty', { license: instead('', bytes) }, 1, ['EP-LIC-01', 'EP-LIC-02']],
    ['whose license is noise', { license: instead(randomBytes(1024), bytes) }, 1, ['EP-LIC-01', 'EP-LIC-02']],
    [
      'whose license is noise that begins like one',
      { license: instead(Buffer.concat([Buffer.from([0, 0, 0, 1]), randomBytes(1024)]), bytes) },
      1,
      ['EP-LIC-01', 'EP-LIC-02'],
    ],
    ['whose license has 64 MiB', { license: (response) => pour(response, ENDLESS, 1024) }, 1, ['EP-LIC-01']],
    [
      'whose license was made for another SPC',
      {
        license: (response, honest) =>
          void honest().then((answer) => {
            kept.ckc ??= answer;
            send(response, kept.ckc === answer ? { ...answer, body: randomBytes(16) } : kept.ckc);
          }),
      },
      1,
      ['EP-LIC-01', 'EP-LIC-02'],
    ],
    [
      'whose license is cut short',
      {
        license: (response, honest) =>
          void honest().then((answer) => send(response, { ...answer, headers: {}, body: answer.body.subarray(0, -7) })),
      },
      1,
      ['EP-LIC-01', 'EP-LIC-02'],
    ],
    ['whose license service hangs', { license: () => undefined }, 3, []],
  ];
  const tags = '@SEQ-07 or @EP-LIC-01 or @SEQ-23 or @SEQ-24 or @SEQ-35';
  for (const [what, misanswers, exitCode, failed] of cases) {
    it(what, async (context) => {
      const server = await hostileExpressPlay(misanswers);
      const run = await against(context, server, expressPlayConfiguration(server.origin, { tags }));
      assertSound(run, exitCode);
      assertFailed(run, failed);
      assertNoRefusalProved(run);
    });
  }

  it('whose token service sends comments and CRLF is all right', async (context) => {
    const token: Misanswer = (response, honest) =>
      void honest().then((answer) => {
        const body = Buffer.from(`# a comment\r\n\r\n${answer.body.toString('utf8')}`);
        send(response, { ...answer, headers: { 'content-type': list }, body });
      });
    const server = await hostileExpressPlay({ token });
    const run = await against(context, server, expressPlayConfiguration(server.origin, { tags }));
    assert.equal(run.report.verdict.exitCode, 0, run.printed);
  });

  for (const service of ['token', 'record', 'license'] as const) {
    it(`whose ${service} service redirects to another host, which gets nothing`, async (context) => {
      const elsewhere = await HostileServer.http(raw('{}'));
      context.after(() => elsewhere.close());
      const redirect: Misanswer = (response) => response.writeHead(302, { location: `${elsewhere.origin}/x` }).end();
      const server = await hostileExpressPlay({ [service]: redirect });
      const run = await against(context, server, expressPlayConfiguration(server.origin, { tags }));
      assertSound(run, service === 'license' ? 1 : 3);
      assertNoRefusalProved(run);
      assert.equal(elsewhere.connections, 0);
    });
  }

  for (const [what, shared] of [
    ['as a real one does to synthetic SPCs', false],
    ['although it knows the test credentials', true],
  ] as const) {
    it(`whose license service always refuses, ${what}: no check about refusals is green`, async (context) => {
      const license = instead('{"errorCode":-4010}', 'application/json', 403);
      const server = await hostileExpressPlay({ license });
      const configuration = expressPlayConfiguration(server.origin);
      const expressplay = { ...(configuration.expressplay as object), credentials: sharedCredentials() };
      const run = await against(context, server, shared ? { ...configuration, expressplay } : configuration);
      assertSound(run, shared ? 1 : 3);
      const refusals = ['EP-LIC-06', 'EP-LIC-16', 'SEQ-35', 'SEQ-41', 'SEQ-42'].map(
        (id) => run.checks.get(id)?.outcome,
      );
      for (const outcome of refusals) assert.match(outcome ?? '', /^(could-not-test|not-observable)$/);
      assert.equal(run.checks.get('EP-LIC-01')?.outcome, shared ? 'fail' : 'not-observable');
    });
  }

  it('that is not there ends the run before the first scenario', async () => {
    const origin = `http://127.0.0.1:${await freePort()}`;
    const run = await runAgainst(expressPlayConfiguration(origin));
    assertSound(run, 3);
    assertNothingPassed(run);
    const start = `ExpressPlay cannot be reached; GET ${origin}/hms/fp/token: `;
    assert.ok(run.report.run.partial?.startsWith(start), run.report.run.partial);
  });

  it('that hangs ends the run before the first scenario', async (context) => {
    const server = await HostileServer.tcp(() => undefined);
    context.after(() => server.close());
    const equal = { entitlementMs: 200, tokenMs: 200, recordMs: 200, licenseMs: 200 };
    const run = await runAgainst(expressPlayConfiguration(server.origin, { timeouts: equal }));
    assertSound(run, 3);
    assertNothingPassed(run);
    assert.match(run.report.run.partial ?? '', /^ExpressPlay cannot be reached; .* in time: 200 ms$/);
    assert.ok(run.durationMs < 5000, `took ${run.durationMs} ms`);
  });

  it('whose record service hangs is given up by a limit of its own', async (context) => {
    const server = await hostileExpressPlay({ record: () => undefined });
    context.after(() => server.close());
    const timeouts = { entitlementMs: 200, tokenMs: 30_000, recordMs: 100, licenseMs: 30_000 };
    const run = await runAgainst(expressPlayConfiguration(server.origin, { timeouts, tags }));
    assertSound(run, 3);
    const failures = run.records.flatMap(({ exchanges }) => exchanges.flatMap(({ failure }) => failure ?? []));
    assert.ok(failures.length > 0);
    for (const failure of failures) assert.match(failure, /^GET .*\/cmiapi\/getrecord\/: .* in time: 100 ms$/);
  });
});

type HttpResponseLike = Parameters<typeof send>[1];

describe('a run that is interrupted', () => {
  /** What is left to write takes its time; no call and no wait does. */
  const AT_ONCE_MS = 3000;
  const patient = { entitlementMs: 60_000, tokenMs: 60_000, recordMs: 60_000, licenseMs: 60_000 };

  async function interrupted(
    configuration: Readonly<Record<string, unknown>>,
    when: (interrupt: () => void) => (run: Run) => RunListener,
  ): Promise<HostileRun> {
    let at = Infinity;
    let stop: () => void = () => assert.fail('the run had not begun');
    const listen = when(() => {
      at = performance.now();
      stop();
    });
    const run = await runAgainst(configuration, (started) => {
      stop = () => started.interrupt('ended by SIGINT');
      return listen(started);
    });
    assert.ok(performance.now() - at < AT_ONCE_MS, `ended ${performance.now() - at} ms after it was told to`);
    assertSound(run, 3);
    assert.equal(run.report.run.partial, 'ended by SIGINT');
    return run;
  }

  it('in a call to SEES ends at once', async (context) => {
    // The first one is the probe's.
    const server = await HostileServer.http((request, response) => {
      if (server.requests.length === 1) refusing()(request, response);
      else setImmediate(() => interrupt());
    });
    context.after(() => server.close());
    let interrupt: () => void = () => undefined;
    const run = await interrupted(seesConfiguration(`${server.origin}/s`, { timeouts: patient }), (stop) => {
      interrupt = stop;
      return () => ({});
    });
    assertNothingPassed(run);
    assert.equal(server.requests.length, 2);
    assert.match(run.records[0]?.exchanges[0]?.failure ?? '', /the caller went away/);
  });

  for (const service of ['token', 'license'] as const) {
    it(`in a call to the ${service} service ends at once`, async (context) => {
      let interrupt: () => void = () => undefined;
      const server = await hostileExpressPlay({ [service]: () => setImmediate(() => interrupt()) });
      context.after(() => server.close());
      await interrupted(expressPlayConfiguration(server.origin, { timeouts: patient }), (stop) => {
        interrupt = stop;
        return () => ({});
      });
    });
  }

  it('in a wait ends at once and keeps what it found before', async (context) => {
    const server = await hostileExpressPlay({});
    context.after(() => server.close());
    const contents = [...TITLES.slice(0, 2), { ...TITLES[1], contentID: 'ending', expirationTime: '+60' }];
    const sees = { registration: { contentID: 'dummy' }, contents };
    const tags = '@SEQ-02 or @EP-LIC-01 or @SEQ-08';
    const run = await interrupted(expressPlayConfiguration(server.origin, { sees, tags }), (stop) => () => ({
      // The scenarios beside the one that waits get some time.
      waiting: () => void setTimeout(stop, 1000),
    }));
    assert.ok(run.report.totals.pass > 0, 'what was judged before stays judged');
    assert.equal(run.checks.get('SEQ-08')?.outcome, 'could-not-test');
    assert.match(run.checks.get('SEQ-08')?.reason ?? '', /ended by SIGINT/);
  });
});
