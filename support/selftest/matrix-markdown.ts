import { faultsOf, type KillMatrix, type MatrixRow } from './kill-matrix';

/** The kill matrix for people; what is wrong comes first. */
export function matrixMarkdown(matrix: KillMatrix): string {
  const faults = faultsOf(matrix);
  return [
    '# Kill matrix',
    '',
    ...sentencesOf(matrix).map((sentence) => `${sentence}  `),
    '',
    ...(faults.length === 0 ? [] : ['## Faults', '', ...faults.map((fault) => `- ${cell(fault)}`), '']),
    ...violationsTable(matrix),
    ...checksTable(matrix),
    ...benignTable(matrix),
    ...pairsTable(matrix),
  ].join('\n');
}

/** What a selftest did, a sentence each. */
export function sentencesOf({ rows, checks, benign, pairs, seconds, seed, full }: KillMatrix): string[] {
  const killed = rows.filter(({ result }) => result === 'killed').length;
  const proved = checks.filter((check) => check.killed.length > 0).length;
  const green = benign.filter(({ complaints }) => complaints.length === 0).length;
  const found = pairs.filter(({ ok }) => ok).length;
  const masked = pairs.filter(({ members }) => members.some(({ result }) => result === 'masked')).length;
  return [
    ...(rows.length === 0 ? [] : [`Violations: ${of(killed, rows.length)} killed.`]),
    ...(rows.length === 0 ? [] : [`MUST and SHOULD checks: ${of(proved, checks.length)} proved.`]),
    ...(benign.length === 0 ? [] : [`Conformant variations, alone and combined: ${of(green, benign.length)} green.`]),
    ...(pairs.length === 0
      ? []
      : [`Pairs: ${of(found, pairs.length)} found (in ${String(masked)} of them one hides the other).`]),
    `${seconds.toFixed(1)} s, seed ${String(seed)}${full ? ', every scenario under every violation' : ''}.`,
  ];
}

function violationsTable({ rows }: KillMatrix): string[] {
  if (rows.length === 0) return [];
  const worstFirst = [...rows].sort((a, b) => Number(a.result === 'killed') - Number(b.result === 'killed'));
  return [
    '## Violations',
    '',
    '| violation | what goes wrong | result | found by | applied | scenarios |',
    '| --- | --- | --- | --- | --- | --- |',
    ...worstFirst.map(violationRow),
    '',
  ];
}

function violationRow({ violation, sentence, result, killedBy, applied, scenarios }: MatrixRow): string {
  return `| ${violation} | ${cell(sentence)} | ${result} | ${killedBy.join(', ')} | ${String(applied)} | ${String(scenarios)} |`;
}

function checksTable({ checks, rows }: KillMatrix): string[] {
  if (rows.length === 0) return [];
  const fewestFirst = [...checks].sort((a, b) => a.killed.length - b.killed.length);
  return [
    '## Checks',
    '',
    '| check | level | proved by |',
    '| --- | --- | --- |',
    ...fewestFirst.map(({ check, level, killed }) => `| ${check} | ${level} | ${killed.join(', ') || 'nothing'} |`),
    '',
  ];
}

function benignTable({ benign }: KillMatrix): string[] {
  if (benign.length === 0) return [];
  return [
    '## Right in another way',
    '',
    '| variations | checks passed | complaints | scenarios |',
    '| --- | --- | --- | --- |',
    ...benign.map(
      ({ variations, scenarios, passed, complaints }) =>
        `| ${variations.join(' + ')} | ${String(passed)} | ${complaints.map(({ check }) => check).join(', ') || 'none'} | ${String(scenarios)} |`,
    ),
    '',
  ];
}

function pairsTable({ pairs }: KillMatrix): string[] {
  if (pairs.length === 0) return [];
  const worstFirst = [...pairs].sort((a, b) => Number(a.ok) - Number(b.ok));
  return [
    '## Pairs',
    '',
    '| violations | found |',
    '| --- | --- |',
    ...worstFirst.map(
      ({ members }) =>
        `| ${members.map(({ violation }) => violation).join(' + ')} | ${members.map(({ result }) => result).join(', ')} |`,
    ),
    '',
  ];
}

function of(part: number, whole: number): string {
  return part === whole ? `all ${String(whole)}` : `${String(part)} of ${String(whole)}`;
}

/** A reason may hold what a table cannot. */
function cell(text: string): string {
  return text.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ');
}
