import { loadLedger, profilesOf, type LedgerCheck, type Requirement } from '../ledger';
import { Engine } from '../session';
import { VIOLATIONS } from '../violations';
import { codePlace } from './code-place';
import { proofOf } from './shipped-proof';
import { UsageError } from './usage-error';

function seenLines(requirement: Requirement): string[] {
  const profiles = profilesOf(requirement);
  if (profiles.length === 0) return [];
  const { needs = [] } = requirement;
  return [`seen in: ${profiles.join(', ')}${needs.length > 0 ? ` (needs ${needs.join(', ')})` : ''}`];
}

function checkLine({ id, level, statement, requirement, needs }: LedgerCheck): string {
  const more = needs.filter((need) => !(requirement.needs ?? []).includes(need));
  return `  ${id} (${level}) ${statement}${more.length > 0 ? ` (needs ${more.join(', ')})` : ''}`;
}

/** `sees-conformance explain ID` */
export async function explainCommand(id: string): Promise<number> {
  const ledger = loadLedger();
  const requirement = ledger.requirement(id) ?? ledger.check(id)?.requirement;
  if (requirement === undefined) {
    const meant = ledger.suggest(id);
    throw new UsageError(
      `${id}: no requirement or check has this id.${meant === undefined ? '' : ` Right: ${meant}?`}`,
    );
  }
  const checks = ledger.checksOf(requirement.id);
  const { scenarios } = await new Engine(codePlace()).plan(undefined);
  const own = scenarios.filter((scenario) => scenario.requirements.includes(requirement.id));
  const ids = new Set(checks.map((check) => check.id));
  const violations = VIOLATIONS.filter((violation) => violation.breaks.some((broken) => ids.has(broken)));
  const lines = [
    `${requirement.id} (${requirement.level}, ${requirement.strength}; party: ${requirement.party})`,
    requirement.statement,
    `source: ${requirement.source.map((key) => `${key} ${ledger.sources.get(key) ?? ''}`.trim()).join('; ')}`,
    ...(requirement.condition === undefined ? [] : [`when: ${requirement.condition}`]),
    ...(requirement.sameAs === undefined ? [] : [`the same demand as ${requirement.sameAs}`]),
    ...seenLines(requirement),
    ...(requirement.readings === undefined ? [] : [`readings: ${requirement.readings.join(', ')}`]),
    ...(requirement.notTested === undefined ? [] : [`not judged: ${requirement.notTested}`]),
    'checks:',
    ...checks.map(checkLine),
    own.length > 0 ? 'scenarios:' : 'scenarios: judged on every exchange of every scenario, where it applies',
    ...own.map((scenario) => `  ${scenario.uri}:${String(scenario.line)} ${scenario.name}`),
    violations.length > 0 ? 'violations that break it:' : 'violations that break it: none yet',
    ...violations.map((violation) => `  ${violation.id}: ${violation.sentence}`),
    `proved by: ${proofOf(ledger)(requirement.id)}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}
