import { CHECKS, type Check, type Finding, type Subject } from '../checks';
import { gradeFinding, type JudgedFinding } from '../verdict';
import { BlockedError, ViolationError } from './blocked';
import type { Scenario } from './scenario';

const byId = new Map(CHECKS.map((check) => [check.id, check]));
const invariants = CHECKS.filter((check) => check.subject === 'every');

/** The check functions of the scenario's due checks that answer to a subject, run over the journal as it stands. */
export function judgeSubject(scenario: Scenario, subject: Subject): JudgedFinding[] {
  const judged: JudgedFinding[] = [];
  for (const due of scenario.due) {
    const check = byId.get(due.id);
    if (check?.subject !== subject) continue;
    const findings = judgeOne(scenario, check);
    const waived = scenario.run.waivers.covers(due.id);
    for (const finding of findings.length > 0 ? findings : [nothingToJudge(due.id)]) {
      judged.push(gradeFinding(finding, due.level, false, waived));
    }
  }
  return judged;
}

/** Every invariant on every exchange; what a journal does not hold is no finding. */
export function judgeInvariants(scenario: Scenario): JudgedFinding[] {
  const { manifest } = scenario.run;
  const judged: JudgedFinding[] = [];
  for (const check of invariants) {
    const ledger = manifest.invariant(check.id);
    if (ledger === undefined) continue;
    const waived = scenario.run.waivers.covers(check.id);
    for (const finding of judgeOne(scenario, check)) judged.push(gradeFinding(finding, ledger.level, true, waived));
  }
  return judged;
}

/** Makes the Then step show what was found: the target's fault before ours. What is waived does not end a scenario. */
export function throwOn(findings: readonly JudgedFinding[]): void {
  const failed = findings.filter((finding) => finding.outcome === 'fail' && finding.waived !== true);
  if (failed.length > 0) throw new ViolationError(failed.map(oneLine).join('\n'));
  const ours = findings.filter((finding) => finding.outcome === 'harness-error');
  if (ours.length > 0) throw new Error(ours.map(oneLine).join('\n'));
  const blocked = findings.filter((finding) => finding.outcome === 'could-not-test');
  if (blocked.length > 0) throw new BlockedError(blocked.map(oneLine).join('\n'));
}

function oneLine(finding: Finding): string {
  const detail =
    finding.expected === undefined ? '' : ` (expected ${finding.expected}, observed ${finding.observed ?? 'nothing'})`;
  return `${finding.check}: ${finding.message}${detail}`;
}

/** A check that throws is our fault and says nothing about the target. */
function judgeOne(scenario: Scenario, check: Check): Finding[] {
  try {
    return check.judge(scenario.journal, scenario.run.target.known);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const message = scenario.run.redactor.text(`the check itself failed: ${why}`);
    return [{ check: check.id, verdict: 'harness-error', message }];
  }
}

function nothingToJudge(check: string): Finding {
  return { check, verdict: 'could-not-test', message: 'the scenario brought about nothing to judge it by' };
}
