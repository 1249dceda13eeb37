import { familyTitle } from './family-title';
import type { Ledger } from './ledger';
import { profilesOf } from './profiles';
import type { Need, Requirement } from './requirement';

const PARTIES: Readonly<Record<Requirement['party'], string>> = {
  sees: 'SEES',
  expressplay: 'ExpressPlay',
  both: 'SEES and ExpressPlay together',
  step: 'nobody: an arrow that is drawn',
};

/** The ledger as a page for readers (`docs/requirements.md`), in Markdown as prettier would leave it. */
export function requirementsDocument(ledger: Ledger): string {
  const families = new Map<string, Requirement[]>();
  for (const requirement of ledger.requirements) {
    families.set(requirement.family, [...(families.get(requirement.family) ?? []), requirement]);
  }
  return `${[
    ...introduction(ledger, families),
    ...[...families].flatMap(([family, requirements]) => [`## ${familyTitle(family)}`, ...requirements.flatMap(entry)]),
    '## Documents',
    [...ledger.sources].map(([key, title]) => `- **${key}**: ${escaped(title)}`).join('\n'),
  ].join('\n\n')}\n`;
}

function introduction(ledger: Ledger, families: ReadonlyMap<string, readonly Requirement[]>): string[] {
  const overview = [...families].map(([family, all]) => `- ${familyTitle(family)}: ${String(all.length)} requirements`);
  return [
    '# Requirements',
    '<!-- Generated from features/requirements.yaml by `npm run requirements`. Do not edit. -->',
    [
      `The ${String(ledger.requirements.length)} requirements of the ledger`,
      `with their ${String(ledger.checks.length)} checks. A check is the unit of verdict: a requirement is one check, or one per part.`,
      'MUST and SHOULD are judged, INFO and MAY are observed, CONFIG is judged by what a [reading](readings.md) or the configuration says,',
      'STEP is an arrow of a sequence diagram that is drawn. Strength says how firmly the documents say it: stated, derived from them,',
      'known of an ancestor, general practice, observed in public clients, or ambiguous.',
      '"Seen in" names the profiles that can show it, given the right configuration.',
    ].join(' '),
    overview.join('\n'),
  ];
}

function entry(requirement: Requirement): string[] {
  const { id, level, strength, statement, parts = [] } = requirement;
  const lines = [
    ...parts.map(
      ({ name, level: own, statement: text, needs = [] }) =>
        `- \`${id}.${name}\` **${own}** ${escaped(text)}${seenApart(requirement, needs)}`,
    ),
    ...facts(requirement).map(([name, value]) => `- ${name}: ${value}`),
  ];
  return [`### ${id}`, `**${level}**, ${strength}. ${escaped(statement)}`, lines.join('\n')];
}

/** Where a part needs more than its requirement, fewer profiles may show it. */
function seenApart(requirement: Requirement, needs: readonly Need[]): string {
  const own = profilesOf(requirement, needs);
  return own.length === profilesOf(requirement).length ? '' : ` (seen in: ${own.join(', ')})`;
}

function facts(requirement: Requirement): [string, string][] {
  const { party, arrow, condition, source, leg, needs, readings, sameAs, notTested } = requirement;
  const seen = profilesOf(requirement);
  const all: [string, string | undefined][] = [
    ['Concerns', PARTIES[party]],
    ['Arrow', arrow],
    ['When', condition === undefined ? undefined : escaped(condition)],
    ['Source', source.length > 0 ? source.join(', ') : 'no document says so'],
    ['Leg', leg.join(', ')],
    ['Seen in', seen.length > 0 ? seen.join(', ') : undefined],
    ['Needs', needs?.join(', ')],
    ['Readings', readings?.map((key) => `\`${key}\``).join(', ')],
    ['Same as', sameAs === undefined ? undefined : `[${sameAs}](#${sameAs.toLowerCase()})`],
    ['Not judged', notTested === undefined ? undefined : escaped(notTested)],
  ];
  return all.filter((fact): fact is [string, string] => fact[1] !== undefined);
}

/** Characters that mean something in Markdown. */
function escaped(text: string): string {
  return text.replaceAll(/[*_`<[\]\\]/g, String.raw`\$&`);
}
