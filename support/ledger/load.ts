import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { kept } from './kept';
import type { Ledger } from './ledger';
import { LedgerError } from './ledger-error';
import { nearest } from './nearest';
import { packageFile } from './package-file';
import { LEDGER_SCHEMA, readLedger, type LedgerContent, type RequirementEntry } from './read-ledger';
import type { LedgerCheck, Requirement } from './requirement';
import { ruleProblems } from './rules';

const OWN_LEDGER = 'features/requirements.yaml';

const loaded = new Map<string, Ledger>();

/**
 * Reads and checks `features/requirements.yaml` of this package; a second call with the same file gives the same object.
 * @param file another ledger file, absolute or relative to the working directory
 * @throws {LedgerError} with every problem, each with file, line and id
 */
export function loadLedger(file?: string): Ledger {
  const path = file === undefined ? packageFile(OWN_LEDGER) : resolve(file);
  let ledger = loaded.get(path);
  if (ledger === undefined) {
    ledger = build(path);
    loaded.set(path, ledger);
  }
  return ledger;
}

function build(file: string): Ledger {
  const read = contentOf(file);
  const requirements = read.requirements.map(toRequirement);
  const expanded = new Map(requirements.map((requirement) => [requirement.id, expand(requirement)]));
  const checks = [...expanded.values()].flat();
  const byId = new Map(requirements.map((requirement) => [requirement.id, requirement]));
  const byCheck = new Map(checks.map((check) => [check.id, check]));
  return {
    file,
    requirements,
    checks,
    sources: new Map(Object.entries(read.sources)),
    requirement: (id) => byId.get(id),
    check: (id) => byCheck.get(id),
    checksOf: (id) => expanded.get(id) ?? [byCheck.get(id)].filter((check) => check !== undefined),
    suggest: (id) => nearest(id, new Set([...byId.keys(), ...byCheck.keys()])),
  };
}

/** The package's own ledger has been found right when it was first read, and is kept as JSON from then on. */
function contentOf(file: string): LedgerContent {
  if (file !== packageFile(OWN_LEDGER)) return rightContentOf(file);
  const decisive = [
    file,
    packageFile(LEDGER_SCHEMA),
    ...['./rules', './read-ledger'].map((path) => require.resolve(path)),
  ];
  const sources = decisive.map((path) => readFileSync(path));
  const path = kept('ledger.json', sources, () => JSON.stringify(rightContentOf(file)));
  return path === undefined ? rightContentOf(file) : (JSON.parse(readFileSync(path, 'utf8')) as LedgerContent);
}

function rightContentOf(file: string): LedgerContent {
  const read = readLedger(file);
  const problems = ruleProblems(read);
  if (problems.length > 0) throw new LedgerError(problems);
  return { sources: read.sources, requirements: read.requirements };
}

function toRequirement({ same_as: sameAs, not_tested: notTested, ...entry }: RequirementEntry): Requirement {
  const requirement = {
    ...entry,
    ...(sameAs === undefined ? {} : { sameAs }),
    ...(notTested === undefined ? {} : { notTested }),
  };
  // The schema has seen to the words that the types allow.
  return Object.freeze(requirement) as Requirement;
}

function expand(requirement: Requirement): readonly LedgerCheck[] {
  const { id, level, statement, parts, needs = [] } = requirement;
  if (parts === undefined) return [{ id, requirement, level, statement, needs }];
  return parts.map((part) => ({
    id: `${id}.${part.name}`,
    requirement,
    level: part.level,
    statement: part.statement,
    needs: [...new Set([...needs, ...(part.needs ?? [])])],
  }));
}
