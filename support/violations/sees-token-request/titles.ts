import type { Content } from '../../protocol';
import { seesAsksWith, type Facts } from '../making';
import type { Violation } from '../violation';
import { isRentedForATime, rewritten, where } from './parameters';

/** Where a title is only rented for a time, one scenario looks; what is sent is refused there, and nothing follows from that. */
export const forRented = (facts: Facts, name: string, value: (right: string) => string | undefined): Violation =>
  seesAsksWith(facts, 'token', where(isRentedForATime, rewritten(name, value)));

/** A key or an IV that is not the title's is not the one that belongs to the title's IV or key. */
export const NO_PAIR = ['EP-TOK-07'];
/** Of twenty clients some ask for the rented title. */
export const ONE_OF_TWENTY = ['SEES-SEC-05.all', 'SEQ-53.all'];

/** SEES keeps what it read of one title for the next one. */
export const keeps = (
  facts: Facts,
  kept: (before: Content, content: Content) => Content,
  types: readonly number[],
): Violation => ({
  ...facts,
  party: 'sees',
  seesRules: (rules, applied) => {
    let before: Content | undefined;
    return {
      ...rules,
      asksFor: (facts, question) => {
        const right = rules.asksFor(facts, question);
        const { content } = right;
        const last = before;
        before = content;
        if (last === undefined || last === content || !types.includes(question.requestType)) return right;
        applied();
        return { ...right, content: kept(last, content) };
      },
    };
  },
});
