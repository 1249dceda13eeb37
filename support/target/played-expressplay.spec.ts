import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { createTransport, type Handler } from '../exchange';
import { listen } from '../hosting';
import { SEES, useFolder } from './configuration/testing/folder';
import { openListener, type PlayedExpressPlay } from './played-expressplay';

const AUTHENTICATOR = '4711,0123456789abcdef0123456789abcdef';
const PATHS = ['/hms/fp/token', '/cmiapi/getrecord/', '/hms/fp/rights/'];

const nobody: Handler = () => Promise.reject(new Error('nobody calls'));

async function freePort(): Promise<number> {
  const listener = await listen(nobody);
  await listener.close();
  return listener.port;
}

describe('openListener', () => {
  const folder = useFolder();

  /** Listens as told; every answer says which URL the services got. */
  async function open(context: TestContext, listening: string): Promise<PlayedExpressPlay> {
    const configuration = folder.load(`${SEES}  listen: { ${listening} }\n`);
    const played = await openListener(configuration, ({ url }) =>
      Promise.resolve({ status: 200, headers: {}, body: Buffer.from(url) }),
    );
    context.after(() => played.close());
    return played;
  }

  async function get(url: string): Promise<string> {
    const call = createTransport({ timeoutMs: 5000, maxResponseBytes: 10_000, maxSockets: 1 });
    const { body } = await call({ method: 'GET', url, headers: {}, body: Buffer.alloc(0) });
    call.close();
    return body.toString('utf8');
  }

  const urlsOf = ({ tokenUrl, recordUrl, licenseUrl }: PlayedExpressPlay): string[] => [
    tokenUrl,
    recordUrl,
    licenseUrl,
  ];

  it('serves all three services on one free port', async (context) => {
    const urls = urlsOf(await open(context, 'port: 0'));
    assert.deepEqual(
      urls.map((url) => new URL(url).pathname),
      PATHS,
    );
    assert.equal(new Set(urls.map((url) => new URL(url).origin)).size, 1);
    assert.equal(new URL(urls[0]!).hostname, '127.0.0.1');
    for (const url of urls) assert.equal(await get(`${url}?a=%2B1`), `${url}?a=%2B1`);
  });

  it('serves each service on a port of its own where the operator wants that', async (context) => {
    const [record, license] = [await freePort(), await freePort()];
    const played = await open(context, `port: 0, recordPort: ${String(record)}, licensePort: ${String(license)}`);
    const urls = urlsOf(played);
    assert.deepEqual(
      urls.slice(1).map((url) => Number(new URL(url).port)),
      [record, license],
    );
    assert.equal(new Set(urls.map((url) => new URL(url).port)).size, 3);
    for (const url of urls) assert.equal(await get(url), url);
  });

  it('is told under its public URL, and finds the services behind the prefix or without it', async (context) => {
    const port = await freePort();
    const local = `http://127.0.0.1:${String(port)}`;
    const base = 'https://ep.example/some/prefix';
    const played = await open(context, `port: ${String(port)}, publicUrl: "${base}/"`);
    assert.deepEqual(
      urlsOf(played),
      PATHS.map((path) => base + path),
    );
    for (const path of PATHS) {
      assert.equal(await get(`${local}/some/prefix${path}?a=%2B1`), `${local}${path}?a=%2B1`);
      assert.equal(await get(`${local}${path}`), `${local}${path}`);
    }
    const other = `${local}/some/prefixed/hms/fp/token?at=/some/prefix/`;
    assert.equal(await get(other), other, 'only whole segments, only in front');
  });

  it('says what to configure in SEES, and no secret', async (context) => {
    const played = await open(context, 'port: 0');
    const text = played.instructions.join('\n');
    assert.ok(text.includes(played.tokenUrl));
    assert.ok(text.includes(played.recordUrl));
    assert.match(text, /expressplay\.customerAuthenticator/);
    assert.ok(!text.includes(AUTHENTICATOR) && !text.includes(AUTHENTICATOR.slice(5)));
  });

  it('names the port that is taken', async (context) => {
    const taken = await listen(nobody);
    context.after(() => taken.close());
    await assert.rejects(open(context, `port: ${String(taken.port)}`), new RegExp(String(taken.port)));
  });

  it('closes what it opened', async (context) => {
    const port = await freePort();
    const played = await open(context, `port: 0, recordPort: ${String(port)}`);
    await played.close();
    await assert.rejects(get(played.tokenUrl));
    await assert.rejects(get(played.recordUrl));
    const again = await listen(nobody, { port });
    await again.close();
  });
});
