import { jsonOf, seesAnswers, withJson, type Facts, type Json } from '../making';
import type { Violation } from '../violation';

/** The second grant to one messageID, which is rare, says something else. */
export function repeatedGrant(facts: Facts, change: (answer: Json) => unknown): Violation {
  return seesAnswers(facts, () => {
    const answered = new Set<unknown>();
    return (response) => {
      const answer = jsonOf(response);
      if (answer?.isAllowed !== true) return response;
      const { messageID } = answer;
      if (answered.has(messageID)) return withJson(response, change(answer));
      answered.add(messageID);
      return response;
    };
  });
}
