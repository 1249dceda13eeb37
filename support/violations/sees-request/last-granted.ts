import { jsonOf, withJson, type Facts, type Json } from '../making';
import type { Violation } from '../violation';

/** @returns the request that SEES goes on with where it refused one; undefined: it stays with its refusal, as it ought to */
export type SecondThought = (refused: Json, error: unknown, lastGranted: Json) => Json | undefined;

/** SEES thinks again where it ought to refuse, with the help of what it granted last, and answers that. */
export function grantsAfterAll(facts: Facts, change: SecondThought): Violation {
  return thinksAgain(facts, change, true);
}

/** SEES thinks again and finds no way to grant it; but it asked ExpressPlay meanwhile. */
export function asksInVain(facts: Facts, change: SecondThought): Violation {
  return thinksAgain(facts, change, false);
}

function thinksAgain(facts: Facts, change: SecondThought, grants: boolean): Violation {
  return {
    ...facts,
    party: 'sees',
    sees: (handler, applied) => {
      let last: Json | undefined;
      return async (request) => {
        const right = await handler(request);
        const asked = jsonOf(request);
        const answer = jsonOf(right);
        if (asked === undefined || answer === undefined) return right;
        if (answer.isAllowed === true) last = asked;
        else if (last !== undefined) {
          const instead = change(asked, answer.error, last);
          if (instead === undefined) return right;
          applied();
          const wrong = await handler(withJson(request, instead));
          if (grants) return wrong;
        }
        return right;
      };
    },
  };
}
