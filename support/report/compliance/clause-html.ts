import type { CheckVerdict } from '../../verdict';
import { cut, valueWords } from '../text';
import type { Clause } from './compliance';
import { proofWords, waiverWords } from './facts';
import { chip, link, text, WAIVED } from './html';
import { rangesOf } from './scenarios';

/** Scenarios that are named; of an invariant, which all of them judge, the rest goes by numbers. */
const NAMED = 5;
/** Characters of what was expected and observed; `conformance.json` has the rest. */
const SAID = 800;

/** One requirement: what is at stake on one line, everything else below it. */
export function clauseHtml(clause: Clause): string {
  const { verdict, group, waived } = clause;
  const open = group === 'wrong' || waived ? ' open' : '';
  return [
    `<details class="clause g-${group}${waived ? ' g-waived' : ''}"${open}>`,
    `<summary><span class="id">${text(verdict.id)}</span> <span class="says">${text(verdict.statement)}</span> `,
    `<span class="marks">${chip(verdict.outcome)}${waived ? ` ${WAIVED}` : ''} <span class="level">${verdict.level}, ${verdict.strength}</span></span></summary>`,
    `<dl class="facts" id="${text(verdict.id)}">`,
    ...factsOf(clause).map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`),
    '</dl></details>',
  ].join('\n');
}

function factsOf(clause: Clause): [string, string][] {
  const { verdict, condition, documents, readings, waivers } = clause;
  const all: [string, string | undefined][] = [
    ['Verdict', verdictOf(verdict.id, verdict.checks)],
    ['Applies when', condition === undefined ? undefined : text(condition)],
    [
      'Clause of',
      documents.length === 0
        ? 'no document says so'
        : documents
            .map(({ key, title }) => `${link(`doc-${key}`, key)}${title === '' ? '' : ` ${text(title)}`}`)
            .join('<br>'),
    ],
    ['Evidence', evidenceOf(clause)],
    ['Proved by', text(proofWords(verdict))],
    ['Waiver', waivers.length === 0 ? 'none' : waivers.map((waiver) => text(waiverWords(waiver))).join('<br>')],
    [
      'Readings',
      readings.length === 0
        ? undefined
        : readings
            .map(({ reading, value }) => `${link(`reading-${reading}`, reading)}: ${text(valueWords(value))}`)
            .join('<br>'),
    ],
  ];
  return all.filter((fact): fact is [string, string] => fact[1] !== undefined);
}

function verdictOf(id: string, checks: readonly CheckVerdict[]): string {
  const [only] = checks;
  if (checks.length === 1 && only?.id === id) return `${chip(only.outcome)} ${sayingOf(only)}`;
  const item = (check: CheckVerdict): string =>
    `<li><span class="id">${text(check.id)}</span> (${check.level}) ${text(check.statement)}<br>${chip(check.outcome)} ${check.waived === true ? `${WAIVED} ` : ''}${sayingOf(check)}</li>`;
  return `<ul>${checks.map(item).join('')}</ul>`;
}

function sayingOf({ reason, outcome, expected, observed }: CheckVerdict): string {
  return [
    said(reason === '' ? outcome : reason),
    ...(expected === undefined ? [] : [`Expected: ${said(expected)}`]),
    ...(observed === undefined ? [] : [`Observed: ${said(observed)}`]),
  ].join('<br>');
}

function said(words: string): string {
  return text(cut(words, SAID));
}

function evidenceOf({ evidence }: Clause): string {
  if (evidence.length === 0) return 'no scenario judged it';
  const named = evidence
    .slice(0, NAMED)
    .map(({ number, name }) => link(`S${String(number)}`, `S${String(number)} ${name}`));
  const rest = evidence.slice(NAMED).map(({ number }) => number);
  return [...named, ...(rest.length === 0 ? [] : [`and ${String(rest.length)} more: ${rangesOf(rest)}`])].join('<br>');
}
