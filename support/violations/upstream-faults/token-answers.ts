import type { Violation } from '../violation';
import { seesAnswersJson, type Facts } from '../making';

/** @param read the URL that SEES takes an answer for, beside the right one */
const reads = (facts: Facts, read: (answer: string, right: string | undefined) => string | undefined): Violation => ({
  ...facts,
  party: 'sees',
  seesRules: (rules, applied) => ({
    ...rules,
    licenseUrlIn: (answer) => {
      const right = rules.licenseUrlIn(answer);
      const wrong = read(answer, right);
      if (wrong !== right) applied();
      return wrong;
    },
  }),
});

/** A grant has to hold a URL. */
const NO_URL = ['SEES-RES-04', 'SEES-RES-14'];
/** A member of a wrong type breaks the rules of every answer. */
const NO_INTEGER = ['SEES-RES-08', 'SEES-RES-12'];

const linesOf = (answer: string): string[] => answer.split(/\r?\n/);

/** What SEES reads in an answer of the token service. */
export const TOKEN_ANSWERS: readonly Violation[] = [
  reads(
    {
      id: 'empty-answer-granted',
      sentence: 'SEES grants where the token service answers with an empty body.',
      breaks: ['SEES-ERR-07'],
      consequences: NO_URL,
    },
    (answer, right) => (answer === '' ? '' : right),
  ),
  reads(
    {
      id: 'json-object-handed-out',
      sentence: 'SEES hands a JSON object out where it wants a URL.',
      breaks: ['SEES-ERR-07'],
      consequences: NO_URL,
    },
    (answer, right) => (answer.startsWith('{"status"') ? answer : right),
  ),
  reads(
    {
      id: 'json-error-taken-for-success',
      sentence: 'SEES grants where a success reports an error code.',
      breaks: ['SEES-ERR-07'],
      consequences: NO_URL,
    },
    (answer, right) => (answer.startsWith('{"errorCode"') ? '' : right),
  ),
  reads(
    {
      id: 'link-of-a-page-handed-out',
      sentence: 'SEES looks for a token URL in a web page.',
      breaks: ['SEES-ERR-07'],
      consequences: [],
    },
    (answer, right) => (answer.startsWith('<') ? /https:[^"<]+/.exec(answer)?.[0] : right),
  ),
  reads(
    {
      id: 'url-of-an-object-handed-out',
      sentence: 'SEES looks for a token URL in a JSON object, which other services answer with.',
      breaks: ['SEES-ERR-07'],
      consequences: [],
    },
    (answer, right) => /^\{"url":"([^"]+)"/.exec(answer)?.[1] ?? right,
  ),
  reads(
    {
      id: 'url-without-scheme-handed-out',
      sentence: 'SEES takes every line with a token in it for a URL.',
      breaks: ['SEES-ERR-07'],
      consequences: NO_URL,
    },
    (answer, right) => right ?? (/^[^<{]\S*ExpressPlayToken=\S+/.exec(answer) ?? [])[0],
  ),
  reads(
    {
      id: 'text-handed-out-as-url',
      sentence: 'SEES hands out the first line of a list without looking whether it is a URL.',
      breaks: ['SEES-ERR-07', 'SEES-ERR-08.comments'],
      consequences: NO_URL,
    },
    (answer, right) => (answer.startsWith('{') || answer.startsWith('<') || answer === '' ? right : linesOf(answer)[0]),
  ),
  reads(
    {
      id: 'comment-handed-out',
      sentence: 'SEES hands out what a comment says where the list holds nothing else.',
      breaks: ['SEES-ERR-07'],
      consequences: NO_URL,
    },
    (answer, right) => right ?? /^#\s*(.*)/.exec(answer)?.[1],
  ),
  reads(
    {
      id: 'line-feed-handed-out',
      sentence: 'SEES hands the line feed out with the URL where the line ends in that alone.',
      breaks: ['SEES-ERR-08.trim'],
      consequences: NO_URL,
    },
    (answer, right) => (right !== undefined && !answer.includes('\r') ? answer : right),
  ),
  reads(
    {
      id: 'two-characters-cut-off',
      sentence: 'SEES cuts two characters off the end of the answer, whatever they are.',
      breaks: ['SEES-ERR-08.trim'],
      consequences: [],
    },
    (answer, right) => (right === undefined || answer.indexOf('\n') < answer.length - 1 ? right : answer.slice(0, -2)),
  ),
  reads(
    {
      id: 'last-line-handed-out',
      sentence: 'SEES looks for the URL in the last line of the list alone.',
      breaks: ['SEES-ERR-08.comments'],
      consequences: [],
    },
    (answer, right) => {
      const last = linesOf(answer.trimEnd()).at(-1);
      return last === right ? right : undefined;
    },
  ),
  reads(
    {
      id: 'blank-first-line-refused',
      sentence: 'SEES finds no URL where the list begins with a blank line.',
      breaks: ['SEES-ERR-08.comments'],
      consequences: [],
    },
    (answer, right) => (linesOf(answer)[0] === '' ? undefined : right),
  ),
  reads(
    {
      id: 'comment-before-the-url-refused',
      sentence: 'SEES takes a list with a comment for one with two URLs.',
      breaks: ['SEES-ERR-08.comments'],
      consequences: [],
    },
    (answer, right) => (linesOf(answer).filter((line) => line !== '').length > 1 ? undefined : right),
  ),
  seesAnswersJson(
    {
      id: 'upstream-code-as-text',
      sentence: 'SEES passes the error code of ExpressPlay on as a text.',
      breaks: ['SEES-ERR-01', 'SEES-ERR-03', 'SEES-ERR-05', ...NO_INTEGER],
      consequences: [],
    },
    (answer) =>
      typeof answer.error === 'number' && answer.error < 0 ? { ...answer, error: String(answer.error) } : answer,
  ),
  seesAnswersJson(
    {
      id: 'own-code-as-text',
      sentence: 'SEES writes its own number for a failed token request as a text.',
      breaks: ['SEES-ERR-02', 'SEES-ERR-03', 'SEES-ERR-04', 'SEES-ERR-05', ...NO_INTEGER],
      consequences: [],
    },
    (answer) => (answer.error === 1031 ? { ...answer, error: '1031' } : answer),
  ),
];
