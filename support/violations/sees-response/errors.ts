import { nowAndThen, seesAnswersJson, type Facts, type Json } from '../making';
import type { Violation } from '../violation';

type Note = Pick<Facts, 'id' | 'sentence' | 'breaks'>;

/** What an answer says of an error, otherwise; undefined members are left out. */
function errorFields(
  facts: Note,
  change: (answer: Json) => { readonly error?: unknown; readonly errorText?: unknown },
  meant: (answer: Json) => boolean,
): Violation {
  return seesAnswersJson({ consequences: [], ...facts }, (answer) =>
    meant(answer) ? { ...answer, ...change(answer) } : answer,
  );
}

const isGrant = ({ isAllowed }: Json): boolean => isAllowed === true;
/** Who is not entitled. */
const notEntitled = ({ error }: Json): boolean => error === 1011;
const noDevice = ({ error }: Json): boolean => error === 1020;

export const ERROR_VIOLATIONS: readonly Violation[] = [
  errorFields(
    {
      id: 'error-as-text',
      sentence: 'SEES writes the number of an error as text.',
      breaks: ['SEES-RES-08', 'SEES-RES-12'],
    },
    ({ error }) => ({ error: String(error) }),
    notEntitled,
  ),
  errorFields(
    { id: 'error-with-a-fraction', sentence: 'SEES counts errors in halves.', breaks: ['SEES-RES-08', 'SEES-RES-12'] },
    ({ error }) => ({ error: Number(error) + 0.5 }),
    notEntitled,
  ),
  errorFields(
    {
      id: 'error-as-a-flag',
      sentence: 'SEES says that there is an error, not which.',
      breaks: ['SEES-RES-08', 'SEES-RES-12'],
    },
    () => ({ error: true }),
    notEntitled,
  ),
  nowAndThen(
    errorFields(
      { id: 'error-null-in-a-grant', sentence: 'SEES grants with error null.', breaks: ['SEES-RES-08', 'SEES-RES-12'] },
      () => ({ error: null }),
      isGrant,
    ),
  ),
  nowAndThen(
    errorFields(
      {
        id: 'error-text-null-in-a-grant',
        sentence: 'SEES grants with errorText null.',
        breaks: ['SEES-RES-08', 'SEES-RES-12'],
      },
      () => ({ error: 0, errorText: null }),
      isGrant,
    ),
  ),
  errorFields(
    {
      id: 'error-text-by-language',
      sentence: 'SEES words an error in several languages, each under its name.',
      breaks: ['SEES-RES-08', 'SEES-RES-10', 'SEES-RES-12'],
    },
    ({ errorText }) => ({ errorText: { en: errorText } }),
    noDevice,
  ),
  errorFields(
    {
      id: 'error-text-in-a-list',
      sentence: 'SEES lists the texts of an error.',
      breaks: ['SEES-RES-08', 'SEES-RES-10', 'SEES-RES-12'],
    },
    ({ errorText }) => ({ errorText: [errorText] }),
    noDevice,
  ),
  errorFields(
    {
      id: 'refusal-without-error',
      sentence: 'SEES refuses who is not entitled without an error.',
      breaks: ['SEES-RES-09'],
    },
    () => ({ error: undefined }),
    notEntitled,
  ),
  errorFields(
    {
      id: 'refusal-with-error-null',
      sentence: 'SEES refuses a cookie without a device with error null.',
      breaks: ['SEES-RES-08', 'SEES-RES-09', 'SEES-RES-12'],
    },
    () => ({ error: null }),
    noDevice,
  ),
  errorFields(
    {
      id: 'refusal-without-words',
      sentence: 'SEES refuses who is not entitled without a word.',
      breaks: ['SEES-RES-10'],
    },
    () => ({ errorText: undefined }),
    notEntitled,
  ),
  errorFields(
    {
      id: 'refusal-with-empty-words',
      sentence: 'SEES refuses who is not entitled with an empty text.',
      breaks: ['SEES-RES-10'],
    },
    () => ({ errorText: '' }),
    notEntitled,
  ),
  errorFields(
    {
      id: 'refusal-with-blank-words',
      sentence: 'SEES refuses a cookie without a device with a blank text.',
      breaks: ['SEES-RES-10'],
    },
    () => ({ errorText: ' \t' }),
    noDevice,
  ),
];
