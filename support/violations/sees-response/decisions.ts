import { nowAndThen, seesAnswersJson, type Facts } from '../making';
import type { Violation } from '../violation';
import { repeatedGrant } from './repeated-grant';

type Note = Pick<Facts, 'id' | 'sentence'> & Partial<Facts>;

const BREAKS = ['SEES-RES-03', 'SEES-RES-12'];
// A request without requestType is refused as well, and must be so in the documented form.
const ALSO = ['SEES-REQ-01.answer'];

/** A refusal that now and then does not say false. @param isAllowed undefined: it says nothing */
function refusalSays(facts: Note, isAllowed: unknown): Violation {
  const always = seesAnswersJson({ breaks: BREAKS, consequences: ALSO, ...facts }, (answer) =>
    answer.isAllowed === false ? { ...answer, isAllowed } : answer,
  );
  return nowAndThen(always);
}

// Who does not say true refuses: without words, and with a token URL.
const REFUSED_SO = ['SEES-RES-06', 'SEES-RES-09', 'SEES-RES-10'];

export const DECISION_VIOLATIONS: readonly Violation[] = [
  refusalSays({ id: 'no-as-text', sentence: 'SEES refuses with the text "false".' }, 'false'),
  refusalSays({ id: 'no-as-zero', sentence: 'SEES refuses with the number 0.' }, 0),
  refusalSays({ id: 'no-as-null', sentence: 'SEES refuses with isAllowed null.' }, null),
  refusalSays({ id: 'no-by-silence', sentence: 'SEES refuses without saying isAllowed.' }, undefined),
  repeatedGrant(
    {
      id: 'yes-as-text',
      sentence: 'SEES grants a repeated messageID with the text "true".',
      breaks: BREAKS,
      consequences: REFUSED_SO,
    },
    (answer) => ({ ...answer, isAllowed: 'true' }),
  ),
  repeatedGrant(
    {
      id: 'yes-as-one',
      sentence: 'SEES grants a repeated messageID with the number 1.',
      breaks: BREAKS,
      consequences: REFUSED_SO,
    },
    (answer) => ({ ...answer, isAllowed: 1 }),
  ),
];
