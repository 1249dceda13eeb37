import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { temporaryFolder } from './command';
import { codePlace, conduct, openRun } from '../support/cli';
import {
  createAllureListener,
  createTerminalListener,
  outputPlaces,
  prepareOutput,
  writeFiles,
} from '../support/report';
import { Engine, type Run } from '../support/session';
import { loadConfiguration } from '../support/target';
import type { CheckVerdict, ConformanceReport, RunListener, ScenarioRecord } from '../support/verdict';

export interface HostileRun {
  readonly report: ConformanceReport;
  readonly checks: ReadonlyMap<string, CheckVerdict>;
  readonly records: readonly ScenarioRecord[];
  readonly out: string;
  readonly durationMs: number;
  /** What the terminal showed. */
  readonly printed: string;
  /** What a listener complained about: a file not written, a report that does not follow its schema. */
  readonly problems: readonly string[];
}

/** The titles of every configuration here; the first is for registration. */
export const TITLES = [
  { contentID: 'dummy', contentKey: '00112233445566778899aabbccddeeff', iv: '000102030405060708090a0b0c0d0e0f' },
  { contentID: 'title', contentKey: '102132435465768798a9bacbdcedfe0f', iv: '101112131415161718191a1b1c1d1e1f' },
  {
    contentID: 'other',
    contentKey: '203142536475869708192a3b4c5d6e7f',
    iv: '202122232425262728292a2b2c2d2e2f',
    expirationTime: '+86400',
  },
];
export const AUTHENTICATOR = '201910,hostile0123456789';

/** A call may take this long. */
export const TIMEOUT_MS = 250;

const engine = new Engine(codePlace());

/** The suite in this process, with every report but the drawn one. @param meanwhile is told of the run before it begins */
export async function runAgainst(
  configuration: Readonly<Record<string, unknown>>,
  meanwhile: (run: Run) => RunListener = () => ({}),
): Promise<HostileRun> {
  const folder = temporaryFolder();
  const file = join(folder, 'config.json');
  const out = join(folder, 'out');
  writeFileSync(file, JSON.stringify(configuration));
  const loaded = loadConfiguration({ file, env: {}, cwd: folder, options: { out, seed: 7 } });
  prepareOutput(out);
  const problems: string[] = [];
  const onProblem = (sentence: string): void => void problems.push(sentence);
  let printed = '';
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      printed += chunk.toString('utf8');
      done();
    },
  });
  const records: ScenarioRecord[] = [];
  const extra: RunListener[] = [];
  const run = await openRun(loaded, [
    createAllureListener({ outDir: out, suiteVersion: '0.0.0', onProblem }),
    { runFinished: (report) => void writeFiles(outputPlaces(out), report, records, onProblem) },
    createTerminalListener({ stream, env: {} }),
    { scenarioFinished: (record) => void records.push(record) },
    {
      runStarted: (...facts) => extra.forEach((listener) => void listener.runStarted?.(...facts)),
      scenarioStarted: (...facts) => extra.forEach((listener) => listener.scenarioStarted?.(...facts)),
      waiting: (...facts) => extra.forEach((listener) => listener.waiting?.(...facts)),
    },
  ]);
  extra.push(meanwhile(run));
  const started = performance.now();
  try {
    const { report } = await conduct(loaded, run, engine);
    const durationMs = performance.now() - started;
    const checks = new Map(report.requirements.flatMap(({ checks: some }) => some.map((check) => [check.id, check])));
    return { report, checks, records, out, durationMs, printed, problems };
  } finally {
    await run.target.close();
  }
}

export function seesConfiguration(url: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    profile: 'sees',
    html: false,
    sees: { url, tls: { mode: 'none' }, registration: { contentID: 'dummy' }, contents: TITLES },
    expressplay: { customerAuthenticator: AUTHENTICATOR, listen: { host: '127.0.0.1', port: 0 } },
    timeouts: { entitlementMs: TIMEOUT_MS, tokenMs: TIMEOUT_MS, recordMs: TIMEOUT_MS, licenseMs: TIMEOUT_MS },
    ...more,
  };
}

/** Every file that a run wrote, by its path. */
export function written(out: string): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(out, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path, readFileSync(path, 'utf8')]),
  );
}
