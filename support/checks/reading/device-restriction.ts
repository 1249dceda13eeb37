import type { Parameter, Readings } from '../../protocol';
import type { RequestParameters } from './parameters-of';
import { rememberedFor } from './remembered';

/** A parameter that restricts a token to one device, or evidently means to. */
export interface DeviceRestriction extends Parameter {
  /** Its name is in the accepted list (reading names.deviceId, C-12). */
  readonly accepted: boolean;
}

/**
 * The device restrictions of a token request: parameters of an accepted name, and those whose name is the same but for case
 * and punctuation (`deviceID`, `device-id`). With `ids` also those that carry one of these device ids under any other name.
 */
export function deviceRestriction(
  parameters: RequestParameters,
  readings: Readings,
  ids: ReadonlySet<string> = NONE,
): readonly DeviceRestriction[] {
  const { byName, find } = finderFor(readings);
  return ids.size === 0 ? byName(parameters) : find(parameters, ids);
}

const NONE: ReadonlySet<string> = new Set();

/** What every look takes, made once; and most looks go by the names alone. */
const finderFor = rememberedFor((readings: Readings) => {
  const names = new Set(readings['names.deviceId']);
  const bare = new Set(['deviceid', ...[...names].map(bareName)]);
  const find = (parameters: RequestParameters, ids: ReadonlySet<string>): readonly DeviceRestriction[] => {
    const found: DeviceRestriction[] = [];
    for (const parameter of parameters.list) {
      const accepted = names.has(parameter.name);
      if (accepted || bare.has(bareName(parameter.name)) || ids.has(parameter.value)) {
        found.push({ ...parameter, accepted });
      }
    }
    return found;
  };
  return { byName: rememberedFor((parameters: RequestParameters) => find(parameters, NONE)), find };
});

function bareName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
