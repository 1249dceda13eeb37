import type { Configuration } from '../target';
import type { ScenarioRecord } from '../verdict';

/**
 * A real ExpressPlay refuses synthetic SPCs: until it granted one redemption in this run, its refusals prove nothing. An
 * operator who shares test credentials with an emulator has said that it understands them.
 */
export function licensesUnproven(configuration: Configuration, records: readonly ScenarioRecord[]): string | undefined {
  const { profile, expressplay } = configuration;
  if (profile === 'stub' || profile === 'sees' || expressplay.credentials !== undefined) return undefined;
  // A 2xx answer is no refusal, whatever is in it: what it holds is judged.
  const answered = records.some((record) =>
    record.traffic.some(
      ({ operation, response }) =>
        operation === 'license' && response !== undefined && response.status >= 200 && response.status < 300,
    ),
  );
  return answered
    ? undefined
    : 'ExpressPlay granted no license in this run, so its refusals prove nothing (a real ExpressPlay refuses synthetic SPCs; see devices[].spc and expressplay.credentials)';
}
