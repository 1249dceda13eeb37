import type { LedgerFile, RequirementEntry } from './read-ledger';

/** What a schema cannot say. Each problem as `file:line id: sentence`. */
export function ruleProblems(ledger: LedgerFile): string[] {
  const first = new Map<string, number>();
  for (const [index, { id }] of ledger.requirements.entries()) if (!first.has(id)) first.set(id, index);
  return ledger.requirements.flatMap((entry, index) =>
    [
      ...idProblems(entry, index, first, ledger),
      ...referenceProblems(entry, first, ledger),
      ...partProblems(entry),
      ...stepProblems(entry),
    ].map((problem) => `${ledger.place(index)} ${entry.id}: ${problem}`),
  );
}

function idProblems(
  { id }: RequirementEntry,
  index: number,
  first: ReadonlyMap<string, number>,
  ledger: LedgerFile,
): string[] {
  const earlier = first.get(id) ?? index;
  return earlier === index ? [] : [`the id is taken (${ledger.place(earlier)}); every requirement has its own.`];
}

function referenceProblems(entry: RequirementEntry, ids: ReadonlyMap<string, number>, ledger: LedgerFile): string[] {
  const problems: string[] = [];
  for (const key of entry.source) {
    if (!Object.hasOwn(ledger.sources, key)) problems.push(`source ${key} is not among the sources at the top.`);
  }
  const other = entry.same_as;
  if (other === undefined) return problems;
  if (other === entry.id) problems.push('same_as names the requirement itself; it has to name another.');
  else if (!ids.has(other)) problems.push(`same_as names ${other}, which the ledger does not have.`);
  return problems;
}

function partProblems({ level, parts = [] }: RequirementEntry): string[] {
  const names = parts.map((part) => part.name);
  const problems = names
    .filter((name, index) => names.indexOf(name) !== index)
    .map((name) => `part ${name} is there twice; part names differ.`);
  // The catalog ranks a row as a whole; a part of it may still be firmer (EP-LIC-12).
  const levels = [...new Set(parts.map((part) => part.level))];
  if (levels.length > 0 && !levels.includes(level)) {
    problems.push(`the level is ${level}, but its parts have ${levels.join(' and ')}; one of them has to have it too.`);
  }
  return problems;
}

function stepProblems({ level, party, not_tested: reason }: RequirementEntry): string[] {
  const step = level === 'STEP';
  const problems: string[] = [];
  if (step !== (party === 'step')) problems.push('level STEP and party step go together.');
  if (step && reason === undefined) problems.push('a STEP needs not_tested with the reason.');
  if (!step && reason !== undefined && (level === 'MUST' || level === 'SHOULD')) {
    problems.push(`not_tested stands beside level ${level}; what cannot be judged is INFO or STEP.`);
  }
  return problems;
}
