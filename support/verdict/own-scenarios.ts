import type { GateVerdict } from './exit-code';
import type { TalliedRecord } from './scenario-record';

/**
 * Scenarios that an operator put beside ours carry no requirement, so no check speaks for them: their own status counts, at
 * every gate.
 */
export function withOwnScenarios(verdict: GateVerdict, records: readonly TalliedRecord[]): GateVerdict {
  const own = records.filter((record) => record.requirements.length === 0);
  const named = (status: TalliedRecord['status']): string[] =>
    own.filter((record) => record.status === status).map((record) => `"${record.name}" (${record.uri})`);
  const failed = named('failed');
  if (failed.length > 0 && verdict.exitCode !== 1) {
    return { ...verdict, exitCode: 1, reason: `failed without a requirement: ${failed.join(', ')}` };
  }
  const broken = named('broken');
  if (broken.length > 0 && verdict.exitCode === 0) {
    return { ...verdict, exitCode: 3, reason: `broken without a requirement: ${broken.join(', ')}` };
  }
  return verdict;
}
