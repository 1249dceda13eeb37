import assert from 'node:assert/strict';
import { once } from 'node:events';
import { lstatSync, readFileSync, watch, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import tls from 'node:tls';
import { parse } from 'yaml';
import { said, start, temporaryFolder, told, type Running } from './command';
import { TITLES } from './hostile-run';
import { Device, loadTestCredentials, unwrapCkc } from '../support/fairplay';
import { createCertificates, type Certificates } from '../support/hosting';
import { RIGHTS_PATH } from '../support/protocol';

const AUTHENTICATOR = '201910,emulator0123456789abcdef';

interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

interface Written {
  readonly sees: { readonly url: string };
  readonly expressplay: {
    readonly tokenUrl: string;
    readonly recordUrl: string;
    readonly customerAuthenticator: string;
  };
}

/** `serve` in a process of its own. */
class Emulator {
  printed = '';

  private constructor(
    readonly folder: string,
    readonly running: Running,
  ) {}

  static async start(...args: readonly string[]): Promise<Emulator> {
    const folder = temporaryFolder();
    const running = start(['serve', 'all', '--out', folder, ...args]);
    const emulator = new Emulator(folder, running);
    running.process.stdout.on('data', (text: string) => (emulator.printed += text));
    await said(running, /^READY$/m);
    return emulator;
  }

  get written(): Written {
    return parse(readFileSync(join(this.folder, 'end-to-end.yaml'), 'utf8')) as Written;
  }

  get ca(): Buffer {
    return readFileSync(join(this.folder, 'ca.pem'));
  }

  /** Resident memory in MiB; undefined where the system does not say. */
  get memory(): number | undefined {
    if (process.platform !== 'linux') return undefined;
    const status = readFileSync(`/proc/${String(this.running.process.pid)}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024;
  }

  /** Resolves when this was said on standard error. */
  async says(words: string): Promise<void> {
    let heard = '';
    for await (const text of this.running.process.stderr) {
      heard += String(text);
      if (heard.includes(words)) return;
    }
    throw new Error(`it never said "${words}", but: ${heard}`);
  }

  async stop(): Promise<void> {
    this.running.process.kill('SIGTERM');
    const ended = await this.running.ended;
    assert.equal(ended.code, 0, told(ended));
  }
}

function ask(url: string, options: https.RequestOptions = {}, body?: string | Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const module = url.startsWith('https:') ? https : http;
    const request = module.request(url, { method: body === undefined ? 'GET' : 'POST', ...options }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) });
      });
    });
    request.on('error', reject);
    request.end(body);
  });
}

const json = { 'content-type': 'application/json' };

function entitlement(requestType: number, contentID: string, customerCookie: string): string {
  return JSON.stringify({ messageID: 'm-1', version: 1, requestType, contentID, customerCookie });
}

const textOf = ({ body }: Answer): Record<string, unknown> =>
  JSON.parse(body.toString('utf8')) as Record<string, unknown>;

/** What a log holds once this is in it; a line that never comes ends with the time limit of the test. */
async function logged(path: string, line: RegExp): Promise<string> {
  const watcher = watch(path);
  try {
    for (;;) {
      const text = readFileSync(path, 'utf8');
      if (line.test(text)) return text;
      await once(watcher, 'change');
    }
  } finally {
    watcher.close();
  }
}

describe('serve, for a player', () => {
  let emulator: Emulator;
  let certificates: Certificates;
  let log: string;
  before(async () => {
    certificates = await createCertificates({ serverNames: ['player.example'] });
    const folder = temporaryFolder();
    const file = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    log = join(folder, 'requests.log');
    emulator = await Emulator.start(
      ...['--tls', 'server', '--public-host', 'player.example', '--log', log],
      ...['--cert', file('chain.pem', `${certificates.server.cert}\n${certificates.ca}`)],
      ...['--key', file('key.pem', certificates.server.key)],
      ...['--contents', file('titles.json', JSON.stringify(TITLES))],
      ...['--config', file('c.yaml', `expressplay: {customerAuthenticator: "${AUTHENTICATOR}"}\n`)],
    );
  });
  after(() => emulator.stop());

  /** Resolves names as a player's network would. */
  const lookup: net.LookupFunction = (_name, { all }, done) => {
    const address = { address: '127.0.0.1', family: 4 };
    if (all === true) done(null, [address]);
    else done(null, address.address, address.family);
  };
  const trusting = (): https.RequestOptions => ({ ca: certificates.ca, lookup });

  it('binds a device, licenses it with the titles of the file, and logs no secret', async () => {
    const { sees } = emulator.written;
    assert.match(sees.url, /^https:\/\/player\.example:\d+\//);
    const cookie = 'a-secret-cookie-of-a-user';
    const credentials = loadTestCredentials();
    const device = new Device({ name: 'A', hu: Buffer.alloc(20, 'emulator device') });
    const played: Buffer[] = [];
    const seen: string[] = [];
    for (const [type, contentID] of [
      [2, 'dummy'],
      [3, 'title'],
    ] as const) {
      const answer = await ask(sees.url, { ...trusting(), headers: json }, entitlement(type, contentID, cookie));
      const { isAllowed, epTokenURL } = textOf(answer);
      assert.equal(isAllowed, true, answer.body.toString());
      const url = String(epTokenURL);
      seen.push(url.slice(url.indexOf('=') + 1));
      assert.ok(url.startsWith('https://player.example:') && url.includes(RIGHTS_PATH), url);
      const spc = device.createSpc({ contentID, credentials });
      const license = await ask(
        url,
        { ...trusting(), headers: { 'content-type': 'application/octet-stream' } },
        spc.bytes,
      );
      assert.equal(license.status, 200, license.body.toString());
      played.push(spc.open(unwrapCkc(license.body)?.ckc ?? Buffer.alloc(0)).contentKey);
    }
    assert.deepEqual(
      played.map((key) => key.toString('hex')),
      [TITLES[0]?.contentKey, TITLES[1]?.contentKey],
    );

    // The line is written when the answer is on its way already.
    const lines = await logged(log, /license granted \(cookie #1, bound to device #1\)$/m);
    assert.match(
      lines,
      /^\d{4}-\d\d-\d\dT[\d:.]+Z SEES POST \/sees\/SEESServlet 200 allowed \(type 3, cookie #1\), token URL handed out$/m,
    );
    assert.match(lines, / ExpressPlay GET \/hms\/fp\/token 200 token issued \(cookie #1, for device #1\)$/m);
    assert.match(
      lines,
      / ExpressPlay POST \/hms\/fp\/rights\/ 200 license granted \(cookie #1, bound to device #1\)$/m,
    );
    assert.match(lines, / ExpressPlay GET \/cmiapi\/getrecord\/ 200 1 event of device #1 \(cookie #1\)$/m);
    const hu = device.hu.toString('hex');
    for (const secret of [
      cookie,
      hu,
      AUTHENTICATOR,
      AUTHENTICATOR.slice(7),
      ...seen,
      ...TITLES.flatMap(({ contentKey, iv }) => [contentKey, iv]),
    ])
      assert.ok(!lines.includes(secret) && !emulator.printed.includes(secret), secret);
    assert.equal(lstatSync(log).mode & 0o777, 0o600);
  });

  it('asks for no client certificate, and shows the one it was given', async () => {
    const { sees } = emulator.written;
    const socket = tls.connect({
      host: '127.0.0.1',
      port: Number(new URL(sees.url).port),
      servername: 'player.example',
      ca: certificates.ca,
    });
    await once(socket, 'secureConnect');
    assert.equal(socket.authorized, true);
    assert.match(socket.getPeerCertificate().subjectaltname ?? '', /DNS:player\.example/);
    socket.destroy();
  });
});

/** What no client sends, straight into the connection. */
const HOSTILE: readonly (readonly [string, string | Buffer])[] = [
  ['nothing of HTTP', Buffer.from([0, 1, 2, 3, 13, 10, 13, 10])],
  ['HTTP/0.9', 'GET /sees/SEESServlet\r\n\r\n'],
  ['100,000 headers', `POST /sees/SEESServlet HTTP/1.1\r\nhost: a\r\n${'x: y\r\n'.repeat(100_000)}\r\n`],
  ['a header of a megabyte', `GET / HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(1_000_000)}\r\n\r\n`],
  ['a URL of a megabyte', `GET /${'y'.repeat(1_000_000)} HTTP/1.1\r\nhost: a\r\n\r\n`],
  ['a wrong content-length', 'POST /sees/SEESServlet HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n{}'],
  [
    'two content-lengths',
    'POST /sees/SEESServlet HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}',
  ],
  [
    'a body without end',
    `POST /sees/SEESServlet HTTP/1.1\r\nhost: a\r\ncontent-length: 99999999\r\n\r\n${' '.repeat(3_000_000)}`,
  ],
  ['a chunk that is none', 'POST /sees/SEESServlet HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'],
];

const deep = '['.repeat(10_000);
/** What a client can send, and does harm where nobody thought of it. */
const BODIES: readonly (string | Buffer)[] = [
  '',
  'null',
  '[]',
  '"text"',
  `{"messageID":"1","version":1,"contentID":${deep}`,
  `{"messageID":${deep}${deep.replaceAll('[', ']')}}`,
  '{"__proto__":{"isAllowed":true},"constructor":{"prototype":{}},"messageID":"1","version":1}',
  '{"messageID":"1","messageID":"2","version":1,"version":2}',
  '{"messageID":"\\ud800","version":1,"requestType":1,"contentID":"title","customerCookie":"\\udfff\\u0000"}',
  '{"messageID":"\\u001b[2J\\n2026 SEES POST / 200 allowed","version":1,"requestType":9,"contentID":"\\r\\n"}',
  JSON.stringify({
    messageID: 'x'.repeat(900_000),
    version: 1,
    requestType: 2,
    contentID: 'dummy',
    customerCookie: 'y'.repeat(50_000),
  }),
  Buffer.alloc(1000, 0xff),
  Buffer.alloc(1000),
  'x'.repeat(2_000_000),
];

describe('serve, under load and under attack', () => {
  let emulator: Emulator;
  const agents: readonly (http.Agent | https.Agent)[] = [
    new http.Agent({ keepAlive: true, maxSockets: 32 }),
    new https.Agent({ keepAlive: true, maxSockets: 32 }),
  ];
  before(async () => {
    const titles = join(temporaryFolder(), 'titles.yaml');
    writeFileSync(titles, JSON.stringify(TITLES));
    emulator = await Emulator.start('--tls', 'none', '--contents', titles);
  });
  after(async () => {
    for (const agent of agents) agent.destroy();
    await emulator.stop();
  });

  const call = (url: string, body?: string | Buffer, headers: http.OutgoingHttpHeaders = json): Promise<Answer> => {
    const secure = url.startsWith('https:');
    const agent = agents[secure ? 1 : 0];
    return ask(
      url,
      { headers, ...(agent === undefined ? {} : { agent }), ...(secure ? { ca: emulator.ca } : {}) },
      body,
    );
  };

  const isUp = async (): Promise<void> => {
    const answer = await call(emulator.written.sees.url, entitlement(2, 'dummy', 'still there?'));
    assert.equal(textOf(answer).isAllowed, true, answer.body.toString());
  };

  /** As many at once as there are connections. */
  async function each(count: number, act: (index: number) => Promise<void>): Promise<void> {
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < count) await act(next++);
    };
    await Promise.all(Array.from({ length: 32 }, worker));
  }

  it('answers 10,000 requests as it should, and does not grow with them', { timeout: 170_000 }, async () => {
    const { sees, expressplay } = emulator.written;
    const { tokenUrl, recordUrl, customerAuthenticator } = expressplay;
    const who = `customerAuthenticator=${encodeURIComponent(customerAuthenticator)}`;
    const keys = `contentKey=${TITLES[1]?.contentKey ?? ''}&iv=${TITLES[1]?.iv ?? ''}`;
    const kinds: readonly ((index: number) => Promise<void>)[] = [
      async (index) => {
        const { body } = await call(sees.url, entitlement(2, 'dummy', `user ${String(index)}`));
        assert.match(body.toString(), /"isAllowed":true/);
      },
      async () => {
        const { status, body } = await call(`${tokenUrl}?${who}&${keys}&errorFormat=json`, undefined, {});
        assert.equal(status, 200, body.toString());
      },
      async (index) => {
        const { status, body } = await call(`${recordUrl}?${who}&cookie=user${String(index)}`, undefined, {});
        assert.deepEqual([status, body.toString()], [200, '[]']);
      },
      async (index) => {
        const { status } = await call(
          `${new URL(tokenUrl).origin}${RIGHTS_PATH}?ExpressPlayToken=${String(index)}`,
          'no SPC',
        );
        assert.equal(status, 403);
      },
    ];
    let early: number | undefined;
    let answered = 0;
    await each(10_000, async (index) => {
      await kinds[index % kinds.length]?.(index);
      answered += 1;
      if (answered === 4000) early = emulator.memory;
    });
    assert.equal(answered, 10_000);
    const late = emulator.memory;
    if (early !== undefined && late !== undefined) {
      assert.ok(late - early < 64, `grew from ${early.toFixed()} to ${late.toFixed()} MiB over 6,000 requests`);
    }
    assert.equal(
      emulator.printed.split('\n').filter((line) => / (SEES|ExpressPlay) /.test(line) && line.startsWith('2')).length >=
        10_000,
      true,
    );
  });

  for (const [what, bytes] of HOSTILE) {
    it(`stays up after ${what}`, async () => {
      for (const url of [emulator.written.sees.url, emulator.written.expressplay.tokenUrl]) {
        const { port, protocol } = new URL(url);
        const to = { host: '127.0.0.1', port: Number(port) };
        const socket = protocol === 'http:' ? net.connect(to) : tls.connect({ ...to, ca: emulator.ca });
        socket.on('error', () => undefined);
        const closed = once(socket, 'close').catch(() => undefined);
        socket.write(bytes);
        socket.resume();
        await closed;
      }
      await isUp();
    });
  }

  it('stays up after connections that are cut at any moment', async () => {
    const { port } = new URL(emulator.written.sees.url);
    const secure = new URL(emulator.written.expressplay.tokenUrl).port;
    const request = `POST /sees/SEESServlet HTTP/1.1\r\nhost: a\r\ncontent-length: 500\r\n\r\n{"messageID"`;
    for (const cut of [0, 1, 20, 60, request.length]) {
      for (const at of [port, secure]) {
        const socket = net.connect(Number(at), '127.0.0.1');
        socket.on('error', () => undefined);
        await once(socket, 'connect');
        socket.write(request.slice(0, cut), () => socket.resetAndDestroy());
        await once(socket, 'close');
      }
    }
    await isUp();
  });

  it('answers bodies of every kind, and its log stays one line a request', async () => {
    const { sees, expressplay } = emulator.written;
    const rights = `${new URL(expressplay.tokenUrl).origin}${RIGHTS_PATH}?ExpressPlayToken=x`;
    const before = emulator.printed.length;
    for (const body of BODIES) {
      for (const url of [sees.url, expressplay.tokenUrl, rights]) {
        const answer = await call(url, body);
        assert.ok(
          answer.status >= 200 && answer.status < 500,
          `${String(answer.status)} to ${String(body.slice(0, 40))}`,
        );
        assert.doesNotMatch(answer.body.toString('utf8', 0, 300), /"isAllowed":true/);
      }
    }
    await isUp();
    const lines = emulator.printed
      .slice(before)
      .split('\n')
      .filter((line) => line !== '');
    for (const line of lines)
      assert.match(line, /^\d{4}-\d\d-\d\dT[\d:.]+Z (SEES|ExpressPlay) \S+ \S+ (\d{3}|-) [\x20-\x7e]{1,250}$/);
  });

  it('stays up after its log lost its reader', async () => {
    emulator.running.process.stdout.destroy();
    for (let count = 0; count < 3; count += 1) await isUp();
  });
});

describe('serve, asked to end', () => {
  it('finishes what is under way and ends with 0', async () => {
    const emulator = await Emulator.start('--tls', 'none', '--quiet');
    const { url } = emulator.written.sees;
    const contents = (
      parse(readFileSync(join(emulator.folder, 'sees.yaml'), 'utf8')) as {
        sees: { registration: { contentID: string } };
      }
    ).sees;
    const body = entitlement(2, contents.registration.contentID, 'late');
    const socket = net.connect(Number(new URL(url).port), '127.0.0.1');
    const head = `POST /sees/SEESServlet HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${String(body.length)}\r\nexpect: 100-continue\r\n\r\n`;
    let received = '';
    socket.setEncoding('utf8').on('data', (text: string) => (received += text));
    socket.write(head);
    // It has begun to serve this one.
    await once(socket, 'data');
    assert.match(received, /^HTTP\/1\.1 100 /);
    const finishing = emulator.says('finishing what is under way');
    emulator.running.process.kill('SIGTERM');
    await finishing;
    socket.write(body);
    await once(socket, 'close');
    assert.match(received, /HTTP\/1\.1 200 [^]*"isAllowed":true/);
    const ended = await emulator.running.ended;
    assert.equal(ended.code, 0, told(ended));
    assert.ok(!ended.stdout.includes(' SEES POST '), 'quiet');
  });

  it('waits for nobody when it is asked twice', async () => {
    const emulator = await Emulator.start('--tls', 'none');
    const socket = net.connect(Number(new URL(emulator.written.sees.url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('POST /sees/SEESServlet HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\nexpect: 100-continue\r\n\r\n');
    await once(socket, 'data');
    const finishing = emulator.says('finishing');
    emulator.running.process.kill('SIGINT');
    await finishing;
    emulator.running.process.kill('SIGINT');
    const ended = await emulator.running.ended;
    assert.equal(ended.code, 0, told(ended));
    socket.destroy();
  });
});
