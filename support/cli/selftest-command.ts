import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadLedger } from '../ledger';
import { createProgress, writeAtomically } from '../report';
import { faultsOf, killEvidence, matrixMarkdown, selftest, sentencesOf, type Crew, type KillMatrix } from '../selftest';
import { codeDigest } from '../verdict';
import { VARIATIONS, VIOLATIONS, type Variation, type Violation } from '../violations';
import { ForkedCrew } from './forked-crew';
import { Laboratory } from './laboratory';
import { near } from './near';
import type { Catalog } from './own-crew';
import { suiteVersion } from './suite-version';
import { UsageError } from './usage-error';

/** As the command line gives them: numbers are text still. */
export interface SelftestCommandOptions {
  readonly violation?: readonly string[];
  readonly variation?: readonly string[];
  readonly requirement?: readonly string[];
  readonly benign?: boolean;
  readonly pairs?: string;
  readonly full?: boolean;
  readonly seed?: string;
  readonly out?: string;
  readonly evidence?: string;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

/** Enough to meet every aspect with every other now and then; chosen by the seed. */
const COMBINATIONS = 40;
const DEFAULT_SEED = 7;

/** `sees-conformance selftest` */
export async function selftestCommand(options: SelftestCommandOptions): Promise<number> {
  const seed = numberOf('--seed', options.seed) ?? DEFAULT_SEED;
  const crew = new ForkedCrew(seed);
  try {
    const matrix = await conductSelftest(options, seed, crew, { violations: VIOLATIONS, variations: VARIATIONS });
    return conclude(matrix, options);
  } finally {
    crew.close();
  }
}

/** @throws {UsageError} for a violation, requirement or number that is none */
export async function conductSelftest(
  options: SelftestCommandOptions,
  seed: number,
  crew: Crew,
  catalog: Catalog,
): Promise<KillMatrix> {
  const ledger = loadLedger();
  const violations = chosen(options, catalog.violations);
  const variations = chosenVariations(options, catalog.variations);
  const pairs = numberOf('--pairs', options.pairs) ?? 0;
  const laboratory = new Laboratory(seed);
  const progress = createProgress(process.stderr, options.quiet === true || options.json === true);
  try {
    return await selftest(
      {
        violations,
        variations,
        partial: violations.length < catalog.violations.length || variations.length < catalog.variations.length,
        full: options.full === true,
        pairs,
        combinations: combinationsIn(options, pairs),
        singles: pairs === 0,
        seed,
        ledger,
        manifest: await laboratory.manifest(),
        suite: suiteVersion(),
        digest: codeDigest(),
      },
      crew,
      progress.show,
    );
  } finally {
    progress.end();
    laboratory.close();
  }
}

/** Writes and says what came of it. */
function conclude(matrix: KillMatrix, options: SelftestCommandOptions): number {
  const out = options.out ?? 'reports';
  mkdirSync(out, { recursive: true });
  const name = matrix.pairs.length > 0 ? 'kill-pairs' : 'kill-matrix';
  const written = [join(out, `${name}.json`), join(out, `${name}.md`)];
  writeAtomically(join(out, `${name}.json`), `${JSON.stringify(matrix, null, 2)}\n`);
  writeAtomically(join(out, `${name}.md`), `${matrixMarkdown(matrix)}\n`);
  const faults = faultsOf(matrix);
  if (!matrix.partial && faults.length === 0) {
    const path = options.evidence ?? join(out, 'kill-evidence.json');
    mkdirSync(dirname(path), { recursive: true });
    writeAtomically(path, `${JSON.stringify(killEvidence(matrix), null, 2)}\n`);
    written.push(path);
  }
  if (options.json === true) process.stdout.write(`${JSON.stringify(matrix, null, 2)}\n`);
  else {
    const lines = [...faults, ...sentencesOf(matrix), `written: ${written.map(near).join(', ')}`];
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  return faults.length === 0 ? 0 : 1;
}

/** Undefined: no variations. */
function combinationsIn({ benign, variation }: SelftestCommandOptions, pairs: number): number | undefined {
  if (benign !== true && variation === undefined) return undefined;
  return pairs > 0 ? COMBINATIONS : 0;
}

function chosenVariations({ variation }: SelftestCommandOptions, all: readonly Variation[]): readonly Variation[] {
  if (variation === undefined) return all;
  return variation.map((id) => named('--variation', id, all));
}

/** @throws {UsageError} */
function named<T extends { readonly id: string }>(option: string, id: string, all: readonly T[]): T {
  const one = all.find((candidate) => candidate.id === id);
  if (one !== undefined) return one;
  throw new UsageError(`${option} ${id}: there is none of this name. Right: ${all.map((each) => each.id).join(', ')}`);
}

function chosen(
  { violation, variation, requirement }: SelftestCommandOptions,
  all: readonly Violation[],
): readonly Violation[] {
  for (const id of violation ?? []) named('--violation', id, all);
  const ledger = loadLedger();
  for (const id of requirement ?? []) {
    if (ledger.requirement(id) === undefined && ledger.check(id) === undefined) {
      const meant = ledger.suggest(id);
      throw new UsageError(
        `--requirement ${id}: no requirement or check has this id.${meant === undefined ? '' : ` Right: ${meant}?`}`,
      );
    }
  }
  if (violation === undefined && requirement === undefined) return variation === undefined ? all : [];
  const some = all.filter(
    ({ id, breaks }) =>
      violation?.includes(id) === true ||
      breaks.some(
        (check) => requirement?.some((wanted) => check === wanted || check.startsWith(`${wanted}.`)) === true,
      ),
  );
  if (some.length === 0) throw new UsageError(`--requirement ${String(requirement)}: no violation breaks it.`);
  return some;
}

function numberOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError(`${option} ${text}: a number is needed. Right: ${option} 7`);
}
