import { replaced, serviceForgives, valueOf, type Facts, type Parameters } from '../making';
import type { Violation } from '../violation';

type Named = Pick<Facts, 'id' | 'sentence'> & Partial<Pick<Facts, 'breaks' | 'consequences' | 'settings'>>;

/** A fault brings a token: its own check fails, and the one that no failing request brings any. */
export function forgives(
  code: number,
  { id, sentence, breaks = ['EP-TOK-48'], consequences = [], ...more }: Named,
  change: (parameters: Parameters) => Parameters | undefined,
): Violation {
  const facts = { id, sentence, breaks: [`EP-TOK-E${String(-code)}.refused`, ...breaks], consequences, ...more };
  return serviceForgives(facts, code, change);
}

/**
 * The same where one parameter is read otherwise.
 * @param read undefined: this value is refused as it should be
 */
export function forgivesValue(
  code: number,
  parameter: string,
  facts: Named,
  read: (value: string) => string | undefined,
): Violation {
  return forgives(code, facts, (parameters) => {
    const value = valueOf(parameters, parameter);
    const taken = value === undefined ? undefined : read(value);
    return taken === undefined ? undefined : replaced(parameters, parameter, taken);
  });
}
