import { DEVICE_ID_PARAMETER } from '../../protocol';
import { valueOf, type Parameters } from '../making';

const has =
  (name: string) =>
  (parameters: Parameters): boolean =>
    valueOf(parameters, name) !== undefined;

/** What a token is asked for; a misbehavior of one kind of request is hardly seen in the others. */
export const isBound = has(DEVICE_ID_PARAMETER);
export const isRegistration = (parameters: Parameters): boolean => has('cookie')(parameters) && !isBound(parameters);
export const isRented = has('rentalDuration');
/** Few scenarios ask for these, and none relies on being granted one: where ExpressPlay refuses, nothing else goes wrong. */
export const isRentedForATime = (parameters: Parameters): boolean => isRented(parameters) && !isBound(parameters);
export const isWrapped = has('kek');

type Change = (parameters: Parameters) => Parameters;

/** Makes the change to token requests of that kind alone. */
export const where =
  (kind: (parameters: Parameters) => boolean, change: Change): Change =>
  (parameters) =>
    kind(parameters) ? change(parameters) : parameters;

/** @param value what is sent in the place of the right value; undefined: the parameter is left out */
export const rewritten =
  (name: string, value: (right: string) => string | undefined): Change =>
  (parameters) => {
    if (valueOf(parameters, name) === undefined) return parameters;
    return parameters.flatMap(([found, right]) => {
      if (found !== name) return [[found, right] as const];
      const wrong = value(right);
      return wrong === undefined ? [] : [[found, wrong] as const];
    });
  };

export const renamed =
  (name: string, other: string): Change =>
  (parameters) =>
    parameters.map(([found, value]) => [found === name ? other : found, value]);

export const added =
  (...more: Parameters): Change =>
  (parameters) => [...parameters, ...more];

export const twice =
  (name: string): Change =>
  (parameters) =>
    parameters.flatMap((parameter) => (parameter[0] === name ? [parameter, parameter] : [parameter]));
