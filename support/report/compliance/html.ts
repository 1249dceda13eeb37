import type { ConformanceReport, Outcome } from '../../verdict';
import { OUTCOMES } from '../../verdict';
import { reproduce } from '../files/summary';
import { count, cut, duration, escapeXml, oneLine, valueWords } from '../text';
import { totalsWords, verdictWord } from '../verdict-words';
import { outcomeWords, SILENT, type Clause, type CompliancePage, type PartySection } from './page';
import { STYLE } from './style';

/** Scenarios named beneath one clause. */
const NAMED = 8;
const LONGEST = 600;

/**
 * `compliance.html`: one file, no script, nothing loaded from elsewhere.
 * @param documents what the source keys of the ledger stand for
 */
export function complianceHtml(page: CompliancePage, documents: ReadonlyMap<string, string>): string {
  const { report } = page;
  const title = `${verdictWord(report)}: SEES conformance`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="generator" content="${text(`${report.suite.name} ${report.suite.version}`)}">
<title>${text(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#main">To the verdict</a>
<main id="main">
<h1>${text(title)}</h1>
<p><strong>${text(report.verdict.reason)}</strong> (gate ${text(report.verdict.gate)}, exit code ${String(report.verdict.exitCode)}). ${text(totalsWords(report.totals))}.</p>
${report.run.partial === undefined ? '' : `<p><strong>The run was ended early:</strong> ${text(report.run.partial)}.</p>`}
${facts(report)}
${contents(page)}
${totals(report)}
${page.parties.map(section).join('\n')}
${unseen(page)}
${readings(report)}
${waivers(report)}
${sources(report, documents)}
${again(report)}
</main>
</body>
</html>
`;
}

function text(words: string): string {
  return escapeXml(oneLine(cut(words, LONGEST)));
}

function facts({ suite, run, signature }: ConformanceReport): string {
  const rows: readonly (readonly [string, string])[] = [
    ['SEES', run.target.sees],
    ['ExpressPlay', run.target.expressplay],
    ['Profile', `${run.profile}, hosting ${run.hosting}`],
    ['Run', `${run.startedAt}, ${duration(run.durationMs)}, ${count(run.exchanges, 'exchange')}`],
    ['Suite', `${suite.name} ${suite.version}, Node.js ${run.node}`],
    ['Configuration', `SHA-256 ${run.configurationDigest}`],
    [
      'Signature',
      signature === undefined
        ? 'none'
        : `${signature.algorithm}, in conformance.json; sees-conformance verify checks it`,
    ],
  ];
  return `<dl>${rows.map(([name, value]) => `<dt>${name}</dt><dd>${text(value)}</dd>`).join('')}</dl>`;
}

function contents({ parties }: CompliancePage): string {
  const rest = [
    ['unseen', 'What was not seen, and why'],
    ['readings', 'Readings in force'],
    ['documents', 'Documents'],
    ['again', 'How to repeat it'],
  ];
  const links = [...parties.map(({ anchor, title }) => [anchor, title]), ...rest];
  const item = ([anchor = '', title = '']: readonly string[]): string =>
    `<li><a href="#${anchor}">${text(title)}</a></li>`;
  return `<nav aria-label="Contents"><ul>${links.map(item).join('')}</ul></nav>`;
}

function totals({ totals: checks, requirementTotals }: ConformanceReport): string {
  const row = (outcome: Outcome): string =>
    `<tr><th scope="row">${shown(outcome, outcome)}</th><td class="number">${String(requirementTotals[outcome])}</td><td class="number">${String(checks[outcome])}</td></tr>`;
  const rows = OUTCOMES.filter((outcome) => checks[outcome] + requirementTotals[outcome] > 0).map(row);
  return `<table class="totals"><caption>Requirements and checks by outcome</caption><thead><tr><th scope="col">Outcome</th><th scope="col">Requirements</th><th scope="col">Checks</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

/** The word tells it; the color repeats it. */
function shown(outcome: Outcome, words: string): string {
  const kind = SILENT.includes(outcome) ? 'not' : outcome;
  return `<span class="o o-${kind}">${text(words)}</span>`;
}

function section({ anchor, title, families }: PartySection): string {
  const tables = families.map(
    (family) =>
      `<h3>${text(family.title)}</h3><table><caption>${count(family.clauses.length, 'requirement')}</caption><thead><tr><th scope="col">Clause</th><th scope="col">What is demanded</th><th scope="col">Level</th><th scope="col">Verdict</th></tr></thead><tbody>${family.clauses.map(clause).join('\n')}</tbody></table>`,
  );
  return `<section id="${anchor}"><h2>${text(title)}</h2>${tables.join('\n')}</section>`;
}

function clause({ verdict, evidence }: Clause): string {
  const { id, source, statement, level, strength } = verdict;
  return `<tr id="${text(id)}"><td class="id"><a href="#${text(id)}">${text(id)}</a><br><span class="small">${text(source.join(', '))}</span></td><td>${text(statement)}${waiver(verdict)}${more(verdict, evidence)}</td><td class="level">${text(level)}<br><span class="small">${text(strength)}</span></td><td class="outcome">${shown(verdict.outcome, outcomeWords(verdict))}</td></tr>`;
}

function waiver({ waiver: covering }: Clause['verdict']): string {
  if (covering === undefined) return '';
  const { owner, until, issue, reason } = covering;
  return `<p class="small">Waived until ${text(until)} by ${text(owner)} (${text(issue)}): ${text(reason)}</p>`;
}

function more({ checks, provedBy }: Clause['verdict'], evidence: readonly string[]): string {
  const judged = checks.map(({ id, outcome, reason, expected, observed }) => {
    const words = [
      reason,
      ...(expected === undefined ? [] : [`expected ${expected}`]),
      ...(observed === undefined ? [] : [`observed ${observed}`]),
    ].filter((one) => one !== '');
    return `<li>${text(id)} ${shown(outcome, outcome)}${words.length === 0 ? '' : `: ${words.map(text).join('; ')}`}</li>`;
  });
  const rest = evidence.length - NAMED;
  const named = evidence.slice(0, NAMED).map((name) => `<li>${text(name)}</li>`);
  const scenarios =
    evidence.length === 0
      ? ''
      : `Evidence: ${count(evidence.length, 'scenario')}<ul>${named.join('')}${rest > 0 ? `<li>and ${String(rest)} more</li>` : ''}</ul>`;
  return `<details><summary>Verdict, evidence, proof</summary><ul>${judged.join('')}</ul>${scenarios}Proved by: ${text(provedBy)}</details>`;
}

function unseen({ unseen: groups }: CompliancePage): string {
  const rows = groups.map(
    ({ reason, checks }) => `<tr><td>${text(reason)}</td><td>${checks.map(({ id }) => text(id)).join(', ')}</td></tr>`,
  );
  const table =
    rows.length === 0
      ? '<p>Everything was seen.</p>'
      : `<table><caption>Checks of which this run says nothing</caption><thead><tr><th scope="col">Why</th><th scope="col">Checks</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
  return `<section id="unseen"><h2>What was not seen, and why</h2>${table}</section>`;
}

function readings({ readings: inForce = [] }: ConformanceReport): string {
  const sorted = [...inForce].sort((one, other) => Number(one.byDefault) - Number(other.byDefault));
  const rows = sorted.map(
    ({ reading, value, byDefault, requirements }) =>
      `<tr><td><code>${text(reading)}</code></td><td>${text(valueWords(value))}</td><td>${byDefault ? 'default' : '<strong>changed</strong>'}</td><td>${text(requirements.join(', '))}</td></tr>`,
  );
  return `<section id="readings"><h2>Readings in force</h2><p>Where the documents leave freedom, this is how they were read.</p><table><caption>Readings, changed ones first</caption><thead><tr><th scope="col">Reading</th><th scope="col">Value</th><th scope="col">Set</th><th scope="col">Can move</th></tr></thead><tbody>${rows.join('')}</tbody></table></section>`;
}

function waivers({ waivers: all = [] }: ConformanceReport): string {
  if (all.length === 0) return '';
  const rows = all.map(({ requirement, state, until, owner, issue, reason }) => {
    const cells = [requirement, state, until, owner, issue, reason];
    return `<tr>${cells.map((cell) => `<td>${text(cell)}</td>`).join('')}</tr>`;
  });
  const heads = ['Requirement', 'State', 'Until', 'Owner', 'Issue', 'Reason'];
  return `<section id="waivers"><h2>Waivers</h2><table><caption>Known violations that are put up with</caption><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></section>`;
}

function sources({ requirements }: ConformanceReport, documents: ReadonlyMap<string, string>): string {
  const used = [...new Set(requirements.flatMap(({ source }) => source))];
  const rows = used.map((key) => `<dt>${text(key)}</dt><dd>${text(documents.get(key) ?? '')}</dd>`);
  return `<section id="documents"><h2>Documents</h2><dl>${rows.join('')}</dl></section>`;
}

function again(report: ConformanceReport): string {
  const { run, suite } = report;
  return `<section id="again"><h2>How to repeat it</h2><p>With the same settings in file and environment (SHA-256 ${text(run.configurationDigest)}), ${text(suite.name)} ${text(suite.version)}, Node.js ${text(run.node)}, seed ${String(run.seed)}, nonce ${text(run.nonce)}:</p><pre><code>${escapeXml(reproduce(report))}</code></pre></section>`;
}
