/** Runs that reports look back on. */
export const RUNS_DRAWN = 20;

const STATUSES = ['failed', 'broken', 'skipped', 'passed'] as const;
export type PastStatus = (typeof STATUSES)[number];

/** A line of `history.jsonl`, as far as reports draw it. */
export interface PastRun {
  /** Its line, counted from 1. */
  readonly number: number;
  readonly profile: string;
  readonly scenarios: Readonly<Record<PastStatus, number>>;
  /** By the id of the scenario. */
  readonly tests: ReadonlyMap<string, PastTest>;
}

export interface PastTest {
  readonly status: PastStatus;
  readonly startMs: number;
  readonly durationMs: number;
}

/**
 * The last runs, the latest first. The file may come from anywhere, from an earlier version or a crash: what is not a run is left out.
 * @param history text of `history.jsonl`
 */
export function pastRuns(history: string): PastRun[] {
  const lines = history.split('\n');
  const runs: PastRun[] = [];
  for (let index = lines.length - 1; index >= 0 && runs.length < RUNS_DRAWN; index -= 1) {
    const run = runOf(lines[index] ?? '', index + 1);
    if (run !== undefined) runs.push(run);
  }
  return runs;
}

function runOf(line: string, number: number): PastRun | undefined {
  if (line === '') return undefined;
  try {
    const { profile, scenarios, tests } = objectOf(JSON.parse(line));
    const counts = objectOf(scenarios);
    const known = Object.entries(tests === undefined ? {} : objectOf(tests));
    return {
      number,
      profile: typeof profile === 'string' ? profile : '',
      scenarios: {
        failed: numberOf(counts.failed),
        broken: numberOf(counts.broken),
        skipped: numberOf(counts.skipped),
        passed: numberOf(counts.passed),
      },
      tests: new Map(known.flatMap(([id, test]) => testOf(id, objectOf(test)))),
    };
  } catch {
    return undefined;
  }
}

function testOf(id: string, test: Readonly<Record<string, unknown>>): [string, PastTest][] {
  const status = STATUSES.find((known) => known === test.status);
  if (status === undefined) return [];
  return [[id, { status, startMs: numberOf(test.startMs), durationMs: numberOf(test.durationMs) }]];
}

/** @throws {TypeError} for what is none */
function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) throw new TypeError('not an object');
  return value as Record<string, unknown>;
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
