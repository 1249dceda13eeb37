import { codeTold, errorOf, parametersOf, serviceAnswers, valueOf } from '../making';
import type { Violation } from '../violation';
import { errorsAre, written } from './errors';

const PAGE = '<!DOCTYPE html><html lang="en"><title>Error</title><p>no</p></html>';
const HTML = 'text/html; charset=utf-8';

const refusedOf = (...codes: number[]): string[] => codes.map((code) => `EP-TOK-E${String(code)}.refused`);
const codesOf = (...codes: number[]): string[] => codes.map((code) => `EP-TOK-E${String(code)}.code`);

/** Faults in parameters that every request has; where nothing is said of a format, these show it. */
const IN_THE_PLAINEST = refusedOf(2005, 2017, 2018, 2027, 2035, 4018, 4024, 6003, 6005);
/** Faults in optional parameters; these requests name html. */
const IN_OPTIONS = refusedOf(2002, 2033, 2035, 2036, 2037, 4020, 4021, 4022, 5003, 6001, 6007);

/** Errors in another format than the one that was asked for. */
export const FORMATS: readonly Violation[] = [
  errorsAre(
    {
      id: 'authentication-fails-in-html',
      sentence: 'ExpressPlay answers failed authentication with a page, whatever errorFormat says.',
      breaks: ['EP-TOK-45', 'EP-TOK-46.code', ...refusedOf(2017, 2018), ...codesOf(2017, 2018)],
      consequences: [],
    },
    (error, { code, isJson }) => (isJson && (code === -2017 || code === -2018) ? written(error, HTML, PAGE) : error),
  ),
  errorsAre(
    {
      id: 'json-where-nothing-is-said',
      sentence: 'ExpressPlay writes errors as JSON where the request names no errorFormat.',
      breaks: ['EP-TOK-45'],
      consequences: IN_THE_PLAINEST,
    },
    (error, { asked, code = -6005 }) => (asked('errorFormat') === undefined ? errorOf(code, error.status) : error),
  ),
  errorsAre(
    {
      id: 'json-where-html-is-said',
      sentence: 'ExpressPlay writes errors as JSON wherever errorFormat is named.',
      breaks: ['EP-TOK-45'],
      consequences: IN_OPTIONS,
    },
    (error, { asked, code = -6005 }) => (asked('errorFormat') === 'html' ? errorOf(code, error.status) : error),
  ),
  errorsAre(
    {
      id: 'format-of-a-form-not-read',
      sentence: 'ExpressPlay looks for errorFormat in the query alone.',
      breaks: ['EP-TOK-45', 'EP-TOK-46.code'],
      // Everything that was asked by POST.
      consequences: [...refusedOf(2018, 2027, 2033, 6003), ...codesOf(2018, 2027, 2033, 6003)],
    },
    (error, { isJson, request }) => (isJson && request.method === 'POST' ? written(error, HTML, PAGE) : error),
  ),
  serviceAnswers(
    {
      id: 'format-remembered',
      sentence: 'ExpressPlay writes errors in the format of the request before where a request names none.',
      breaks: ['EP-TOK-45', ...refusedOf(2018, 6003)],
      consequences: [],
    },
    'token',
    () => {
      let last: string | undefined;
      return (answer, request) => {
        const named = valueOf(parametersOf(request), 'errorFormat');
        last = named ?? last;
        const code = codeTold(answer);
        return named === undefined && last === 'json' && code !== undefined ? errorOf(code, answer.status) : answer;
      };
    },
  ),
  errorsAre(
    {
      id: 'pages-as-plain-text',
      sentence: 'ExpressPlay answers a contentKey of the wrong length with plain text where a page is due.',
      breaks: ['EP-TOK-45', ...refusedOf(2027)],
      consequences: [],
    },
    (error, { code, isJson }) => (code === -2027 && !isJson ? written(error, 'text/plain', 'no') : error),
  ),
  errorsAre(
    {
      id: 'json-of-another-type',
      sentence: 'ExpressPlay labels the error of a wrong rental text/json.',
      breaks: ['EP-TOK-45', ...refusedOf(6007)],
      consequences: [],
    },
    (error, { code, isJson }) =>
      code === -6007 && isJson ? written(error, 'text/json', error.body.toString('utf8')) : error,
  ),
  errorsAre(
    {
      id: 'errors-without-a-type',
      sentence: 'ExpressPlay says of an error about fpExtension in no header what it is.',
      breaks: ['EP-TOK-45', ...refusedOf(6001)],
      consequences: [],
    },
    (error, { code }) => (code === -6001 ? written(error, undefined, error.body.toString('utf8')) : error),
  ),
  errorsAre(
    {
      id: 'page-labeled-json',
      sentence: 'ExpressPlay labels the page about wrong flags application/json.',
      breaks: ['EP-TOK-45', 'EP-TOK-46.code', ...refusedOf(5003), ...codesOf(5003)],
      consequences: [],
    },
    (error, { code, isJson }) => (code === -5003 && isJson ? written(error, 'application/json', PAGE) : error),
  ),
  errorsAre(
    {
      id: 'unknown-format-tried',
      sentence: 'ExpressPlay answers an errorFormat of xml in XML.',
      breaks: ['EP-TOK-45', 'EP-TOK-46.code', ...refusedOf(3004), ...codesOf(3004)],
      consequences: [],
    },
    (error, { code }) => (code === -3004 ? written(error, 'application/xml', '<error code="-3004"/>') : error),
  ),
];
