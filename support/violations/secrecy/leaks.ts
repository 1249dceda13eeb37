import type { HttpResponse } from '../../exchange';
import type { SeesRules, SeesSecrets } from '../../reference';
import { jsonOf, sameResponse, withHeaders, withJson, type Facts, type Json } from '../making';
import type { Violation } from '../violation';

/** An answer into which something of what SEES knows got; the same one: nothing did. */
export type Leak = (answer: HttpResponse, secrets: SeesSecrets) => HttpResponse;

/** SEES tells its client what it should keep. */
export function leaks(facts: Pick<Facts, 'id' | 'sentence' | 'breaks'> & Partial<Facts>, leak: Leak): Violation {
  return {
    consequences: [],
    ...facts,
    party: 'sees',
    seesRules: (rules, applied): SeesRules => ({
      ...rules,
      told: (answer, secrets) => {
        const right = rules.told(answer, secrets);
        const wrong = leak(right, secrets);
        if (!sameResponse(right, wrong)) applied();
        return wrong;
      },
    }),
  };
}

/** Leaks into the JSON of a decision; undefined: nothing does. */
export function intoJson(more: (answer: Json, secrets: SeesSecrets) => Json | undefined): Leak {
  return (answer, secrets) => {
    const json = jsonOf(answer);
    const added = json?.isAllowed === undefined ? undefined : more(json, secrets);
    return added === undefined ? answer : withJson(answer, { ...json, ...added });
  };
}

/** Leaks into the headers of a decision. */
export function intoHeader(name: string, value: (secrets: SeesSecrets, answer: Json) => string | undefined): Leak {
  return (answer, secrets) => {
    const json = jsonOf(answer);
    const text = json?.isAllowed === undefined ? undefined : value(secrets, json);
    return text === undefined ? answer : withHeaders(answer, { [name]: text });
  };
}

export const isGrant = ({ isAllowed }: Json): boolean => isAllowed === true;
export const isRefusal = ({ isAllowed }: Json): boolean => isAllowed === false;
