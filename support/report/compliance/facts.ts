import type { ConformanceReport, RequirementVerdict, Waiver } from '../../verdict';
import { clockWords } from '../clock-words';
import { fingerprintOfDer } from '../evidence/signing-key';
import { count, duration } from '../text';

/** What both forms of the page say, in words that are not escaped yet. */

/** What was run, on what, when: name and value. */
export function runFacts({ run, suite, scenarios, signature, verdict }: ConformanceReport): [string, string][] {
  const strays = (run.strays ?? []).reduce((sum, { calls }) => sum + calls, 0);
  return [
    ['SEES', run.target.sees],
    ['ExpressPlay', run.target.expressplay],
    ['Profile', `${run.profile}, hosting ${run.hosting}`],
    ['Gate', verdict.gate],
    ['Began', run.startedAt],
    [
      'Took',
      `${duration(run.durationMs)}: ${count(scenarios.length, 'scenario')}, ${count(run.exchanges, 'exchange')}`,
    ],
    ...(run.shards === undefined ? [] : [['Joined from', count(run.shards.length, 'shard')] as [string, string]]),
    ...clockWords(run.clocks).map(([who, words]): [string, string] => [`Clock of ${who}`, words]),
    ...(strays === 0
      ? []
      : [['Kept apart', `${count(strays, 'call')} that belong to no scenario`] as [string, string]]),
    ['Suite', `${suite.name} ${suite.version}`],
    ['Node.js', run.node],
    ['Seed', String(run.seed)],
    ['Nonce', run.nonce],
    ['Configuration digest', run.configurationDigest],
    ['Signature', signatureWords(signature)],
  ];
}

function signatureWords(signature: ConformanceReport['signature']): string {
  if (signature === undefined) return 'none: conformance.json was not signed';
  const key = fingerprintOfDer(Buffer.from(signature.publicKey, 'base64'));
  return `${signature.algorithm} over conformance.json, by the key SHA-256 ${key}`;
}

/** What kept the run from being whole, a sentence each. */
export function troubleWords({ run }: ConformanceReport): string[] {
  return [
    ...(run.partial === undefined ? [] : [`The run was ended early: ${run.partial}.`]),
    ...(run.diagnosis === undefined ? [] : [run.diagnosis]),
  ];
}

/** Why a pass is to be believed. */
export function proofWords({ provedBy }: RequirementVerdict): string {
  const violations = provedBy.split(', ');
  if (!violations.every((id) => /^[a-z\d][\w.-]*$/u.test(id))) return provedBy;
  return `${count(violations.length, 'seeded violation')} that its checks found: ${provedBy}`;
}

export function waiverWords({ requirement, owner, reason, issue, until }: Waiver): string {
  return `${requirement}, until ${until}, by ${owner} (${issue}): ${reason}`;
}

/** How the file that was signed is checked. */
export const VERIFY = 'npx sees-conformance verify conformance.json';
