import { valueOf, type Parameters } from '../making';

/** Which kind of token SEES asks for: for a time, for a registration, bound to a device. */
export function phaseOf(parameters: Parameters): 1 | 2 | 3 {
  if (valueOf(parameters, 'deviceid') !== undefined) return 3;
  return valueOf(parameters, 'cookie') === undefined ? 1 : 2;
}

/** The value where the parameter stands; no parameter is added. */
export function replaced(parameters: Parameters, name: string, value: string): Parameters {
  return parameters.map(([other, old]) => [other, other === name ? value : old]);
}
