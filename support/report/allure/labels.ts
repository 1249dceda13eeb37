import { createHash } from 'node:crypto';
import type { Label, Parameter } from 'allure-js-commons';
import type { ScenarioRecord } from '../../verdict';

/** What Allure's trees, filters and trends are built from. */

const EPICS: Record<string, string> = { sees: 'SEES', expressplay: 'ExpressPlay', sequence: 'Sequence' };
const FAMILIES: Record<string, string> = { SEES: 'SEES', EP: 'ExpressPlay', SEQ: 'Sequence' };

/**
 * Behaviors: party, document section, requirement (a scenario stands under each it shows). Suites: party, document section,
 * rule of the feature.
 * @param statementOf a requirement's sentence
 */
export function labelsOf(record: ScenarioRecord, statementOf: (id: string) => string | undefined): Label[] {
  const party = epicOf(record);
  const rule = record.rule === '' ? record.name : record.rule;
  const stories = record.requirements.map((id) => [id, statementOf(id) ?? ''].join(' ').trim());
  const label = (name: string, value: string): Label => ({ name, value });
  return [
    label('epic', party),
    label('feature', record.feature),
    ...(stories.length === 0 ? [rule] : stories).map((story) => label('story', story)),
    label('parentSuite', party),
    label('suite', record.feature),
    label('subSuite', rule),
    label('package', record.uri.replace(/\.feature$/u, '').replaceAll('/', '.')),
    label('severity', severityOf(record)),
    label('layer', party === 'Sequence' ? 'e2e' : 'api'),
    label('framework', 'sees-conformance'),
    label('language', 'gherkin'),
    // Ids are tags too, because both reports filter by tags and not by links.
    ...record.requirements.map((id) => label('tag', id)),
    ...record.tags.map((tag) => label('tag', tag.replace(/^@/u, ''))),
    ...record.requirements.map((id) => label('requirement', id)),
  ];
}

export function epicOf(record: ScenarioRecord): string {
  const folder = record.uri.split('/').findLast((part) => Object.hasOwn(EPICS, part));
  if (folder !== undefined) return EPICS[folder] ?? 'Sequence';
  return FAMILIES[record.requirements[0]?.split('-', 1)[0] ?? ''] ?? 'Sequence';
}

/** The weight of the heaviest requirement that was judged. */
function severityOf(record: ScenarioRecord): string {
  const levels = new Set(record.findings.map(({ level }) => level));
  return levels.has('MUST') ? 'critical' : levels.has('SHOULD') ? 'normal' : 'minor';
}

/** The same scenario in the same profile has one history, whatever machine or folder it ran in. */
export function historyIdOf(id: string, profile: string): string {
  return md5(`${id}\n${profile}`);
}

/** Allure 3 goes by an id that it makes itself: of the test case and of the parameters that are not excluded. */
export function allure3HistoryIdOf(id: string, profile: string): string {
  return `${md5(md5(id))}.${md5(profile === '' ? '' : `profile:${profile}`)}`;
}

export function identityOf(
  record: ScenarioRecord,
  profile: string,
): { testCaseId: string; historyId: string; fullName: string } {
  const testCaseId = md5(record.id);
  return { testCaseId, historyId: historyIdOf(record.id, profile), fullName: `${record.uri}: ${record.name}` };
}

export function parametersOf(record: ScenarioRecord, profile: string): Parameter[] {
  // The row is part of the scenario's id already.
  const row = Object.entries(record.parameters).map(([name, value]) => ({ name, value, excluded: true }));
  return profile === '' ? row : [...row, { name: 'profile', value: profile }];
}

export function titlePathOf(record: ScenarioRecord): string[] {
  return [epicOf(record), record.feature, ...(record.rule === '' ? [] : [record.rule])];
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
