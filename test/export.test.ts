import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { command, temporaryFolder, told } from './command';
import { writeShim } from './k6/shim';
import { Served } from './served';

const execute = promisify(execFile);

interface K6Run {
  readonly options: { readonly scenarios: object; readonly thresholds: Readonly<Record<string, readonly string[]>> };
  readonly checks: Readonly<Record<string, { readonly passes: number; readonly fails: number; readonly tags: object }>>;
  readonly requests: readonly { readonly url: string; readonly name?: string }[];
}

const ITERATIONS = 3;

/** Exports against what is served and lets the script do its iterations, in node with a shim of k6. */
async function exported(served: Served): Promise<{ script: string; run: () => Promise<K6Run> }> {
  const out = temporaryFolder();
  const config = served.config('end-to-end');
  const ended = await command(['export', '--format', 'k6', '--flows', '3', '--config', config, '--out', out]);
  assert.equal(ended.code, 0, told(ended));
  const file = ended.stdout.trim();
  assert.equal(file, join(out, 'sees-conformance.k6.js'));
  // k6 takes it for a module whatever its name; node does so by this one.
  const module = join(out, 'script.mjs');
  copyFileSync(file, module);
  const runner = writeShim(out);
  const env = { ...process.env, NODE_OPTIONS: '', SHIM_CA: join(served.folder, 'ca.pem'), RUN_ID: 'r' };
  return {
    script: readFileSync(file, 'utf8'),
    run: async () => {
      const { stdout } = await execute(process.execPath, [runner, module, String(ITERATIONS)], {
        env,
        timeout: 60_000,
      });
      return JSON.parse(stdout) as K6Run;
    },
  };
}

function failed({ checks }: K6Run): string[] {
  return Object.entries(checks).flatMap(([name, { fails }]) => (fails > 0 ? [name] : []));
}

describe('export --format k6', () => {
  let served: Served;

  before(async () => {
    served = await Served.start('--tls', 'none');
  });
  after(() => served.stop());

  it('is a module that binds its devices, each check passing', async () => {
    const { script, run } = await exported(served);
    const file = join(temporaryFolder(), 'checked.mjs');
    writeFileSync(file, script);
    await execute(process.execPath, ['--check', file]);

    const result = await run();
    assert.deepEqual(failed(result), []);
    const counts = Object.fromEntries(Object.entries(result.checks).map(([name, { passes }]) => [name, passes]));
    assert.deepEqual(counts, {
      'the answer is to the own message': 2 * ITERATIONS,
      'B1 registration: entitlement: granted': ITERATIONS,
      'B4 registration: license: granted': ITERATIONS,
      'B6 bound title: entitlement: granted': ITERATIONS,
      'the bound title has a token URL of its own': ITERATIONS,
      'another device got no license': 1,
      'B14 bound title: license: granted': ITERATIONS,
    });
    assert.deepEqual(result.options.thresholds.checks, ['rate==1.0']);
    assert.ok(
      result.requests.every(({ name }) => name !== undefined),
      'every request has a name for its metrics',
    );
  });

  it('carries no key, IV, authenticator or credential of the configuration', async () => {
    const { script } = await exported(served);
    const config = parse(readFileSync(served.config('end-to-end'), 'utf8')) as {
      readonly sees: { readonly contents: readonly Record<string, string>[] };
      readonly expressplay: Readonly<Record<string, unknown>> & { readonly credentials: { readonly ask: string } };
    };
    const { customerAuthenticator, otherAuthenticator, otherDrmToken, credentials } = config.expressplay;
    const secrets = [
      ...config.sees.contents.flatMap(({ contentKey, iv, kek, ek }) => [contentKey, iv, kek, ek]),
      ...[customerAuthenticator, otherAuthenticator, otherDrmToken, credentials.ask],
    ].filter((secret) => typeof secret === 'string');
    assert.ok(secrets.length > 10);
    for (const secret of secrets) {
      const forms = /^[0-9a-f]+$/i.test(secret)
        ? [secret, secret.toUpperCase(), Buffer.from(secret, 'hex').toString('base64').replace(/=+$/, '')]
        : [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64').replace(/=+$/, '')];
      for (const form of forms) assert.ok(!script.includes(form), form);
    }
    assert.doesNotMatch(script, /PRIVATE KEY/);
  });
});

describe('export --format k6, against deployments that misbehave', () => {
  it('notices a service that licenses another device', async () => {
    const served = await Served.start('--tls', 'none', '--violation', 'no-device-comparison');
    try {
      const { run } = await exported(served);
      assert.deepEqual(failed(await run()), ['another device got no license']);
    } finally {
      await served.stop();
    }
  });
});

describe('export', () => {
  it('refuses a format that there is not, and a HAR of no run', async () => {
    const format = await command(['export', '--format', 'jmx']);
    assert.equal(format.code, 2, told(format));
    assert.match(format.stderr, /--format jmx: there is no such format\. Right: k6, har/);
    const nothing = await command(['export', '--format', 'har', '--out', temporaryFolder()]);
    assert.equal(nothing.code, 2, told(nothing));
    assert.match(nothing.stderr, /no run has left results there/);
    assert.doesNotMatch(format.stderr + nothing.stderr, /^\s+at /m);
  });
});

interface HarLog {
  readonly version: string;
  readonly creator: { readonly name: string; readonly version: string };
  readonly comment: string;
  readonly pages: readonly { readonly id: string; readonly title: string; readonly startedDateTime: string }[];
  readonly entries: readonly HarEntry[];
}

interface HarEntry {
  readonly pageref: string;
  readonly startedDateTime: string;
  readonly time: number;
  readonly request: Readonly<Record<string, unknown>> & { readonly url: string; readonly method: string };
  readonly response: Readonly<Record<string, unknown>> & { readonly status: number; readonly statusText: string };
  readonly timings: Readonly<Record<'send' | 'wait' | 'receive', number>>;
  readonly cache: object;
}

/** What the HAR 1.2 specification requires of an entry. */
function assertEntry(entry: HarEntry, pages: ReadonlySet<string>): void {
  assert.ok(pages.has(entry.pageref));
  assert.match(entry.startedDateTime, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  assert.equal(entry.time, entry.timings.send + entry.timings.wait + entry.timings.receive);
  assert.ok(entry.time >= 0);
  assert.deepEqual(entry.cache, {});
  assert.match(entry.request.method, /^[A-Z]+$/);
  assert.ok(URL.canParse(entry.request.url), entry.request.url);
  assert.match(entry.request.url, /^[!-~]+$/);
  for (const side of [entry.request, entry.response]) {
    for (const list of ['cookies', 'headers']) assert.ok(Array.isArray(side[list]), list);
    for (const size of ['headersSize', 'bodySize']) assert.equal(side[size], -1, size);
    assert.equal(side.httpVersion, 'HTTP/1.1');
    for (const header of side.headers as { name: unknown; value: unknown }[]) {
      assert.equal(typeof header.name, 'string');
      assert.equal(typeof header.value, 'string');
    }
  }
  assert.ok(Array.isArray(entry.request.queryString));
  assert.equal(typeof entry.response.statusText, 'string');
  assert.equal(entry.response.redirectURL, '');
  const { size, mimeType } = entry.response.content as { size: unknown; mimeType: unknown };
  assert.ok(typeof size === 'number' && size >= 0);
  assert.equal(typeof mimeType, 'string');
}

describe('export --format har', () => {
  it('holds both legs of every scenario, redacted, as HAR 1.2', async () => {
    const out = temporaryFolder();
    const ran = await command([
      ...['run', '--hosting', 'direct', '--no-html', '--out', out, '--seed', '7'],
      ...['--requirement', 'SEQ-43', '--requirement', 'SEQ-46'],
    ]);
    assert.equal(ran.code, 0, told(ran));
    const ended = await command(['export', '--format', 'har', '--out', out]);
    assert.equal(ended.code, 0, told(ended));
    assert.equal(ended.stdout.trim(), join(out, 'run.har'));
    const text = readFileSync(join(out, 'run.har'), 'utf8');
    const { log } = JSON.parse(text) as { log: HarLog };
    assert.equal(log.version, '1.2');
    assert.equal(log.creator.name, 'sees-conformance');
    assert.match(log.comment, /^Evidence, not replayable/);
    const pages = new Set(log.pages.map(({ id }) => id));
    assert.ok(log.pages.length > 1 && pages.size === log.pages.length);
    for (const entry of log.entries) assertEntry(entry, pages);

    const { run } = JSON.parse(readFileSync(join(out, 'conformance.json'), 'utf8')) as { run: { exchanges: number } };
    assert.equal(log.entries.length, run.exchanges, 'every exchange of the run, once');
    const urls = log.entries.map(({ request }) => request.url);
    assert.ok(urls.some((url) => url.includes('/hms/fp/token')) && urls.some((url) => url.includes('SEESServlet')));
    assert.match(text, /%3Ctoken%20%23\d+%3E|<token #\d+>/);
    assert.doesNotMatch(text, /contentKey=[0-9a-f]{32}/);
  });
});
