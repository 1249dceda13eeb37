import { parse } from '@cucumber/tag-expressions';
import { loadLedger } from '../../../ledger';
import type { KeyPath } from '../key-path';
import { problem, type Rule, type RuleContext } from '../rule';
import type { SettingProblem } from '../validate';

/** What the run is to be about. */
export const selectionProblems: Rule = ({ tags, requirement, shard }, context) => [
  ...requirement.flatMap((id, index) =>
    unknownId(id, context.isSetOutside(['requirement']) ? ['requirement'] : ['requirement', index]),
  ),
  ...(tags === undefined ? [] : tagProblems(tags, context)),
  ...(shard === undefined ? [] : shardProblems(shard)),
];

function unknownId(id: string, path: KeyPath): SettingProblem[] {
  const ledger = loadLedger();
  if (ledger.checksOf(id).length > 0) return [];
  const parts = ledger.requirement(id.replace(/\..*/, ''))?.parts?.map((part) => part.name);
  const meant = ledger.suggest(id);
  const form =
    parts === undefined ? 'an id of features/requirements.yaml' : `${id.replace(/\..*/, '')} with ${parts.join(', ')}`;
  return [problem(path, `${id} is not in the ledger.`, meant === undefined ? form : `${form}; ${meant}?`)];
}

const TAGS = 'a tag expression such as "@SEQ-42 and not @EP-LIC-08"';

function tagProblems(tags: string, context: RuleContext): SettingProblem[] {
  const path = ['tags'];
  try {
    parse(tags);
  } catch (error) {
    const reason = context.isHidden(path) ? '' : ` ${reasonOf(error, tags)}`;
    return [problem(path, `this is no tag expression.${reason}`, TAGS)];
  }
  // Tags may be anybody's own, but what looks like a requirement has to be one; tags name ids without parts.
  const ids = tags.match(/(?<=@)(SEES|EP|SEQ)-[A-Za-z0-9.-]+/g) ?? [];
  return [...new Set(ids)].flatMap((id) => {
    if (loadLedger().requirement(id) !== undefined) return [];
    const whole = id.replace(/\..*/, '');
    if (whole !== id && loadLedger().requirement(whole) !== undefined) {
      return [problem(path, `@${id} is no tag; tags name whole requirements.`, `@${whole}, or requirement: [${id}]`)];
    }
    return unknownId(id, path);
  });
}

function reasonOf(error: unknown, tags: string): string {
  const text = error instanceof Error ? error.message : String(error);
  return text
    .replace(/^Tag expression .* could not be parsed because of syntax error: /s, '')
    .replace(tags, '')
    .trim();
}

function shardProblems(shard: string): SettingProblem[] {
  const [index = 0, count = 0] = shard.split('/').map(Number);
  if (index <= count) return [];
  return [
    problem(
      ['shard'],
      `there is no shard ${String(index)} of ${String(count)}.`,
      `1/${String(count)} to ${String(count)}/${String(count)}`,
    ),
  ];
}
