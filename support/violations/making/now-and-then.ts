import { createHash } from 'node:crypto';
import type { Violation } from '../violation';
import { jsonOf } from './messages';

/** One of so many. */
const SHARE = 32;

/**
 * The same violation of SEES in one answer of thirty-two. What goes wrong in every answer is hardest to miss and takes longest to
 * try, as every scenario reaches it.
 */
export function nowAndThen(violation: Violation): Violation {
  const { sees, seesRules } = violation;
  return {
    ...violation,
    sentence: violation.sentence.replace(/\.$/, ', in one answer of thirty-two.'),
    ...(sees && {
      sees: (handler, applied) => {
        const wrong = sees(handler, applied);
        return (request) => (isChosen(request) ? wrong(request) : handler(request));
      },
    }),
    ...(seesRules && {
      seesRules: (rules, applied) => {
        const wrong = seesRules(rules, applied);
        return { ...wrong, told: (answer, ...rest) => (isChosen(answer) ? wrong : rules).told(answer, ...rest) };
      },
    }),
  };
}

/** By the messageID, which request and answer have in common. */
function isChosen(message: { readonly body: Buffer }): boolean {
  const messageID = jsonOf(message)?.messageID;
  return typeof messageID === 'string' && createHash('sha256').update(messageID).digest().readUInt8() % SHARE === 0;
}
