import type { Level, ResponsibleParty, Strength } from '../../ledger';
import type { Outcome } from '../../verdict';

/** What the words of a report mean, for somebody who reads one for the first time. */

export const PARTIES: readonly (readonly [party: ResponsibleParty, title: string])[] = [
  ['sees', 'SEES'],
  ['expressplay', 'ExpressPlay'],
  ['both', 'SEES and ExpressPlay together'],
  ['step', 'Steps of the sequences, performed by the suite'],
];

export const LEVELS: Readonly<Record<Level, string>> = {
  MUST: 'demanded; what breaks it is not conformant',
  SHOULD: 'recommended; what breaks it is a warning',
  INFO: 'observed and told, neither right nor wrong',
  MAY: 'allowed; observed and told',
  CONFIG: 'what is right is decided by a reading or the configuration',
  STEP: 'an arrow of a sequence diagram, performed and drawn',
};

export const STRENGTHS: Readonly<Record<Strength, string>> = {
  stated: 'the documents say so',
  derived: 'follows from what they say',
  ancestor: 'known of the older entitlement service',
  general: 'standards and good practice',
  observed: 'seen in public clients',
  ambiguous: 'the documents disagree or are silent; a reading decides',
};

export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  pass: 'judged and right',
  fail: 'a MUST judged wrong',
  warn: 'a SHOULD judged wrong',
  info: 'observed, neither right nor wrong',
  'not-applicable': 'a reading or a missing fixture says that it does not apply',
  'not-observable':
    'cannot be seen in this profile, with these credentials or devices, or the suite itself plays the part',
  'not-selected': 'left out by tags, ids or shard',
  'could-not-test': 'was due, and could not be judged',
  'harness-error': 'a fault of the suite',
};

/** What a reader looks for together. */
export type Group = 'wrong' | 'pass' | 'info' | 'unseen';

export const GROUPS: Readonly<Record<Outcome, Group>> = {
  pass: 'pass',
  fail: 'wrong',
  warn: 'wrong',
  info: 'info',
  'not-applicable': 'unseen',
  'not-observable': 'unseen',
  'not-selected': 'unseen',
  'could-not-test': 'wrong',
  'harness-error': 'wrong',
};
