import type { Violation } from '../violation';
import { isOneOf, SHARE_IN_WORDS, type Share } from './chance';
import { jsonOf } from './messages';

/**
 * The same violation of SEES in one answer of thirty-two, or of four where what shows it is rare. What goes wrong in every answer
 * is hardest to miss and takes longest to try, as every scenario reaches it.
 */
export function nowAndThen(violation: Violation, share: Share = 32): Violation {
  const { sees, seesRules } = violation;
  /** By the messageID, which request and answer have in common. */
  const isChosen = (message: { readonly body: Buffer }): boolean => {
    const messageID = jsonOf(message)?.messageID;
    return typeof messageID === 'string' && isOneOf(share, messageID);
  };
  return {
    ...violation,
    sentence: violation.sentence.replace(/\.$/, `, in one answer of ${SHARE_IN_WORDS[share]}.`),
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
