import type { JudgedFinding, ScenarioRecord, StepRecord } from '../verdict';

/** What a scenario as a whole shows: the target's fault first, then ours or the environment's, then what could not be seen. */
export function statusOf(
  steps: readonly StepRecord[],
  findings: readonly JudgedFinding[],
): Pick<ScenarioRecord, 'status' | 'statusReason'> {
  const failed = findings.find((finding) => finding.outcome === 'fail' && finding.waived !== true);
  if (failed !== undefined) return { status: 'failed', statusReason: `${failed.check}: ${failed.message}` };
  const violated = steps.find(
    (step) => step.status === 'failed' && step.findings.every((finding) => finding.outcome !== 'warn'),
  );
  if (violated !== undefined) return { status: 'failed', statusReason: violated.message };
  const broken = steps.find((step) => step.status === 'broken');
  if (broken !== undefined) return { status: 'broken', statusReason: broken.message };
  const open = findings.find((finding) => finding.outcome === 'could-not-test' || finding.outcome === 'harness-error');
  if (open !== undefined) return { status: 'broken', statusReason: `${open.check}: ${open.message}` };
  const waived = findings.find((finding) => finding.outcome === 'fail');
  if (waived !== undefined) return { status: 'skipped', statusReason: `waived: ${waived.check}: ${waived.message}` };
  const unseen = steps.find((step) => step.status === 'skipped');
  if (unseen !== undefined)
    return { status: 'skipped', statusReason: unseen.message === '' ? 'not executed' : unseen.message };
  if (steps.length === 0) return { status: 'broken', statusReason: 'the scenario has no steps' };
  return { status: 'passed', statusReason: '' };
}
