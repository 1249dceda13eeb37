import { nowAndThen, seesAnswersJson, type Facts, type Json } from '../making';
import type { Violation } from '../violation';

type Note = Pick<Facts, 'id' | 'sentence'> & Partial<Facts>;

/** Another messageID. @param other undefined: the right one */
function otherId(facts: Note, other: (messageID: string, answer: Json) => unknown): Violation {
  return seesAnswersJson({ breaks: ['SEES-RES-01'], consequences: [], ...facts }, (answer) => {
    const { messageID } = answer;
    return typeof messageID === 'string' ? { ...answer, messageID: other(messageID, answer) } : answer;
  });
}

const ofRefusals = (change: (messageID: string) => unknown) => (messageID: string, answer: Json) =>
  answer.isAllowed === false ? change(messageID) : messageID;

/** A refusal of a request without requestType is a refusal like any other. */
const REFUSALS: Partial<Facts> = { breaks: ['SEES-RES-01', 'SEES-RES-07'], consequences: ['SEES-REQ-01.answer'] };

export const MESSAGE_ID_VIOLATIONS: readonly Violation[] = [
  otherId({ id: 'message-id-in-lower-case', sentence: 'SEES repeats the messageID in lower case.' }, (messageID) =>
    messageID.toLowerCase(),
  ),
  otherId(
    { id: 'message-id-without-braces', sentence: 'SEES repeats the messageID without the braces around it.' },
    (messageID) => messageID.replace(/^\{(.*)\}$/, '$1'),
  ),
  otherId(
    { id: 'message-id-cut-at-thirty-six', sentence: 'SEES repeats the first 36 characters of the messageID.' },
    (messageID) => messageID.slice(0, 36),
  ),
  nowAndThen(
    otherId(
      { id: 'refusal-numbered-itself', sentence: 'SEES numbers its refusals itself.', ...REFUSALS },
      ofRefusals(() => '00000000-0000-4000-8000-000000000000'),
    ),
  ),
  nowAndThen(
    otherId(
      { id: 'refusal-without-message-id', sentence: 'SEES leaves the messageID of a refusal empty.', ...REFUSALS },
      ofRefusals(() => ''),
    ),
  ),
  nowAndThen(
    otherId(
      {
        id: 'refusal-with-message-id-null',
        sentence: 'SEES says in a refusal that messageID is null.',
        breaks: ['SEES-RES-01', 'SEES-RES-07', 'SEES-RES-12'],
        consequences: ['SEES-REQ-01.answer'],
      },
      ofRefusals(() => null),
    ),
  ),
];
