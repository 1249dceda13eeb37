import { replaced, serviceForgives, serviceReadsWith, valueOf } from '../making';
import type { Violation } from '../violation';

/** A parameter counts by its letters, whatever their case. */
function anyCase(id: string, name: string, written: (name: string) => boolean, consequences: string[] = []): Violation {
  return serviceReadsWith(
    {
      id,
      sentence: `ExpressPlay honors ${name} in another case.`,
      breaks: ['EP-TOK-50'],
      consequences,
    },
    'token',
    (parameters) => {
      const isOther = ([one]: readonly [string, string]): boolean => one !== name && written(one);
      if (!parameters.some(isOther)) return parameters;
      return parameters.map(([one, value]) => (isOther([one, value]) ? [name, value] : [one, value]));
    },
  );
}

export const NAMES_AND_STORED_KEYS: readonly Violation[] = [
  anyCase('content-key-in-any-case', 'contentKey', (name) => name.toLowerCase() === 'contentkey'),
  anyCase('iv-in-capitals-counts', 'iv', (name) => name === 'IV'),
  anyCase('authenticator-in-small-letters', 'customerAuthenticator', (name) => name === 'customerauthenticator'),
  serviceForgives(
    {
      id: 'stored-key-not-compared',
      sentence: 'ExpressPlay does not compare a contentKey with the key stored under its kid.',
      breaks: ['EP-TOK-58'],
      consequences: [],
    },
    -6005,
    (parameters) =>
      valueOf(parameters, 'kek') === undefined && valueOf(parameters, 'ek') === undefined
        ? replaced(parameters, 'kid', undefined)
        : undefined,
  ),
];
