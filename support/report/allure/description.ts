import type { ScenarioRecord } from '../../verdict';
import { isWrong } from '../picture/rows';
import { escapeXml } from '../text';

/** What the report may tell about a requirement id. */
export type StatementOf = (id: string) => string | undefined;
/** The violations that its checks are known to find, in words; undefined: nothing is said. */
export type ProvedBy = (id: string) => string | undefined;

/** What the scenario is about, in words: its requirements as sentences, those that it found broken first. */
export function descriptionOf(record: ScenarioRecord, statementOf: StatementOf, provedBy: ProvedBy): string {
  const { requirements } = record;
  const wrong = record.findings.filter(isWrong).map(({ check }) => check.split('.', 1)[0] ?? check);
  // What holds on every exchange may break in a scenario about something else.
  const broken = [...new Set([...requirements.filter((id) => wrong.includes(id)), ...wrong])];
  const item = (id: string): string => {
    const statement = statementOf(id);
    const proof = provedBy(id);
    const words = statement === undefined ? '' : ` ${escapeXml(statement)}`;
    const proved = proof === undefined ? '' : `<br><small>Proved by: ${escapeXml(proof)}</small>`;
    return `<li><b>${escapeXml(id)}</b>${words}${proved}</li>`;
  };
  const list = (title: string, ids: readonly string[]): string =>
    ids.length === 0 ? '' : `<p>${title}</p><ul>${ids.map(item).join('')}</ul>`;
  return [
    record.ruleDescription.trim() === '' ? '' : `<p>${escapeXml(record.ruleDescription.trim())}</p>`,
    list('Broken here:', broken),
    list(
      broken.length === 0 ? 'Requirements:' : 'Also judged here:',
      requirements.filter((id) => !broken.includes(id)),
    ),
    `<p><code>${escapeXml(`${record.uri}:${String(record.line)}`)}</code></p>`,
  ].join('');
}
