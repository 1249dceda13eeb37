import type { Parameters } from '../making';
import type { Violation } from '../violation';
import { forgives } from './forgives';

const EXTENSION = 'fpExtension';

const all = (parameters: Parameters): string[] =>
  parameters.flatMap(([name, value]) => (name === EXTENSION ? [value] : []));

/** The same request without the extensions that this service does not take seriously; undefined: there is none. */
function without(parameters: Parameters, isIgnored: (extension: string) => boolean): Parameters | undefined {
  return all(parameters).some(isIgnored)
    ? parameters.filter(([name, value]) => name !== EXTENSION || !isIgnored(value))
    : undefined;
}

const FIRST_ONLY = (parameters: Parameters): Parameters | undefined =>
  all(parameters).length > 1
    ? parameters.filter(
        ([name], index) => name !== EXTENSION || parameters.findIndex(([one]) => one === name) === index,
      )
    : undefined;

/** fpExtension is `<4 characters>,<base64>`, repeatable; these services are content with less. */
export const EXTENSIONS_TAKEN: readonly Violation[] = [
  forgives(
    -2035,
    { id: 'extension-without-payload', sentence: 'ExpressPlay takes an fpExtension that is a type alone.' },
    (parameters) => without(parameters, (extension) => !extension.includes(',')),
  ),
  forgives(
    -2036,
    { id: 'type-of-three-characters', sentence: 'ExpressPlay fills the type of an fpExtension up with a blank.' },
    (parameters) =>
      all(parameters).length === 1 ? without(parameters, (extension) => /^.{3},/.test(extension)) : undefined,
  ),
  forgives(
    -2036,
    { id: 'type-of-five-characters', sentence: 'ExpressPlay cuts the type of an fpExtension to 4 characters.' },
    (parameters) => without(parameters, (extension) => /^.{5},/.test(extension)),
  ),
  forgives(
    -2036,
    { id: 'first-extension-alone-read', sentence: 'ExpressPlay looks at the first fpExtension of several alone.' },
    FIRST_ONLY,
  ),
  forgives(
    -2037,
    {
      id: 'payload-not-decoded',
      sentence: 'ExpressPlay passes the payload of an fpExtension on without a look whether it is base64.',
    },
    (parameters) => without(parameters, (extension) => extension.includes('*')),
  ),
  forgives(
    -6001,
    { id: 'third-part-dropped', sentence: 'ExpressPlay reads an fpExtension as far as its second comma.' },
    (parameters) => without(parameters, (extension) => extension.split(',').length > 2),
  ),
  forgives(
    -6001,
    { id: 'extension-without-type', sentence: 'ExpressPlay skips an fpExtension whose type is empty.' },
    (parameters) => without(parameters, (extension) => extension.startsWith(',')),
  ),
];
