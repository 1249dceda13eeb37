import { nowAndThen, seesAnswersJson, type Facts, type Json } from '../making';
import type { Violation } from '../violation';

type Note = Pick<Facts, 'id' | 'sentence'> & Partial<Facts>;

/** Another version, now and then. */
function otherVersion(
  facts: Note,
  other: (asked: number, answer: Json) => unknown,
  meant: (answer: Json, asked: Json) => boolean = () => true,
): Violation {
  const always = seesAnswersJson({ breaks: ['SEES-RES-02'], consequences: [], ...facts }, (answer, asked) => {
    if (answer.version === undefined || typeof asked.version !== 'number' || !meant(answer, asked)) return answer;
    return { ...answer, version: other(asked.version, answer) };
  });
  return nowAndThen(always);
}

const isRefusal = ({ isAllowed }: Json): boolean => isAllowed === false;
const isGrant = ({ isAllowed }: Json): boolean => isAllowed === true;

/** Rules for the version that hold for every answer. */
const EVERYWHERE = ['SEES-REQ-01.answer', 'SEES-REQ-10', 'SEES-REQ-09'];

/** A request of version 2 is granted as well. */
const OF_GRANTS = { breaks: ['SEES-RES-02', 'SEES-RES-12'], consequences: ['SEES-REQ-09'] };

export const VERSION_VIOLATIONS: readonly Violation[] = [
  otherVersion(
    { id: 'version-as-text', sentence: 'SEES writes the version of a grant as text.', ...OF_GRANTS },
    () => '1',
    isGrant,
  ),
  otherVersion(
    { id: 'version-half', sentence: 'SEES speaks version 0.5 in a grant.', ...OF_GRANTS },
    () => 0.5,
    isGrant,
  ),
  otherVersion(
    { id: 'version-two-to-version-one', sentence: 'SEES grants with version 2 whatever the version of the request.' },
    () => 2,
    isGrant,
  ),
  otherVersion(
    {
      id: 'version-one-more-in-refusals',
      sentence: 'SEES refuses with a version that is one higher than asked for.',
      breaks: ['SEES-RES-02', 'SEES-RES-07'],
      consequences: EVERYWHERE,
    },
    (asked) => asked + 1,
    isRefusal,
  ),
  otherVersion(
    {
      id: 'version-null-in-refusals',
      sentence: 'SEES refuses with version null.',
      breaks: ['SEES-RES-02', 'SEES-RES-07', 'SEES-RES-12'],
      consequences: EVERYWHERE,
    },
    () => null,
    isRefusal,
  ),
];
