import type { HttpResponse } from '../../exchange';
import { tokenOf } from '../../protocol';
import {
  jsonOf,
  nowAndThen,
  seesAnswers,
  seesAnswersJson,
  withHeaders,
  withJson,
  type Facts,
  type Json,
} from '../making';
import { ALL_AT_ONCE } from '../consequences';
import type { Violation } from '../violation';
import { repeatedGrant } from './repeated-grant';

const isGrant = ({ isAllowed }: Json): boolean => isAllowed === true;

function secondAnswer(facts: Pick<Facts, 'id' | 'sentence' | 'breaks'>, change: (url: string) => unknown): Violation {
  return repeatedGrant({ consequences: [], ...facts }, (answer) => ({
    ...answer,
    epTokenURL: change(String(answer.epTokenURL)),
  }));
}

/** The URL of every grant, changed. */
function urlChanged(facts: Facts, change: (url: string, answer: Json) => string): Violation {
  return seesAnswersJson(facts, (answer) =>
    isGrant(answer) ? { ...answer, epTokenURL: change(String(answer.epTokenURL), answer) } : answer,
  );
}

/** Every URL is another one, and no less good. */
const changedAlone = (id: string, sentence: string): Facts => ({
  id,
  sentence,
  breaks: ['SEES-RES-05.unchanged'],
  // The URL of a list with comments is changed like any other.
  consequences: ['SEES-ERR-08.comments'],
});

const NO_URL = ['SEES-RES-04', 'SEES-RES-14'];

export const GRANTED_URL_VIOLATIONS: readonly Violation[] = [
  secondAnswer(
    {
      id: 'second-grant-without-url',
      sentence: 'SEES grants a repeated messageID without epTokenURL.',
      breaks: [...NO_URL, 'SEES-RES-12'],
    },
    () => undefined,
  ),
  secondAnswer(
    {
      id: 'second-grant-with-url-null',
      sentence: 'SEES grants a repeated messageID with epTokenURL null.',
      breaks: [...NO_URL, 'SEES-RES-12'],
    },
    () => null,
  ),
  secondAnswer(
    {
      id: 'second-grant-with-empty-url',
      sentence: 'SEES grants a repeated messageID with an empty epTokenURL.',
      breaks: NO_URL,
    },
    () => '',
  ),
  secondAnswer(
    {
      id: 'url-without-origin',
      sentence: 'SEES grants with the path and query of a URL alone.',
      breaks: ['SEES-RES-04'],
    },
    (url) => url.replace(/^https:\/\/[^/]+/, ''),
  ),
  secondAnswer(
    { id: 'url-without-scheme', sentence: 'SEES grants with a URL that lacks its scheme.', breaks: ['SEES-RES-04'] },
    (url) => url.replace(/^https:/, ''),
  ),
  secondAnswer(
    { id: 'url-of-another-scheme', sentence: 'SEES grants with a URL of the scheme skd.', breaks: ['SEES-RES-04'] },
    (url) => url.replace(/^https:/, 'skd:'),
  ),
  secondAnswer(
    {
      id: 'url-percent-encoded',
      sentence: 'SEES grants with a URL that is percent-encoded as a whole.',
      breaks: ['SEES-RES-04'],
    },
    encodeURIComponent,
  ),
  secondAnswer(
    { id: 'url-in-a-list', sentence: 'SEES grants with a list of URLs.', breaks: ['SEES-RES-04', 'SEES-RES-12'] },
    (url) => [url],
  ),
  nowAndThen(
    urlChanged(
      changedAlone('url-with-something-added', 'SEES adds a parameter of its own to the token URL.'),
      (url) => `${url}&from=sees`,
    ),
    4,
  ),
  nowAndThen(
    urlChanged(changedAlone('url-with-a-shouted-host', 'SEES writes the host of the token URL in capitals.'), (url) =>
      url.replace(/^https:\/\/[^/]+/, (origin) => origin.toUpperCase()),
    ),
    4,
  ),
  nowAndThen(
    urlChanged(
      {
        id: 'url-of-another-host',
        sentence: 'SEES puts a host of its own into the token URL, where nobody serves.',
        breaks: ['SEES-RES-05.token'],
        consequences: [...ALL_AT_ONCE, 'SEQ-22', 'SEES-RES-05.unchanged', 'SEES-ERR-08.comments', 'SEQ-04'],
      },
      (url) => url.replace(/^https:\/\/[^/]+/, 'https://licenses.invalid'),
    ),
    4,
  ),
];

/** Who is not entitled is refused with the token URL of the grant before, somewhere in the answer. */
function keptUrl(
  id: string,
  sentence: string,
  put: (refusal: HttpResponse, json: Json, url: string) => HttpResponse,
  consequences: readonly string[] = [],
): Violation {
  return seesAnswers({ id, sentence, breaks: ['SEES-RES-06'], consequences }, () => {
    let last: string | undefined;
    return (response) => {
      const answer = jsonOf(response);
      if (answer === undefined) return response;
      if (isGrant(answer)) last = String(answer.epTokenURL);
      return answer.error === 1011 && last !== undefined ? put(response, answer, last) : response;
    };
  });
}

export const REFUSED_URL_VIOLATIONS: readonly Violation[] = [
  keptUrl(
    'refusal-with-the-url-before',
    'SEES leaves the token URL of the grant before in a refusal.',
    (response, json, epTokenURL) => withJson(response, { ...json, epTokenURL }),
    // Whoever gets a token URL there is served.
    ['SEES-REQ-33'],
  ),
  keptUrl(
    'refusal-with-a-url-in-words',
    'SEES refuses, and mentions the token URL of the grant before in the error text.',
    (response, json, url) => withJson(response, { ...json, errorText: `Not entitled, other than for ${url}` }),
  ),
  keptUrl(
    'refusal-with-a-token-elsewhere',
    'SEES refuses, and tells the token of the grant before in a property of its own.',
    (response, json, url) => withJson(response, { ...json, trace: { token: tokenOf(url) } }),
  ),
  keptUrl(
    'refusal-with-a-location',
    'SEES refuses, and points to the token URL of the grant before in a header.',
    (response, _json, location) => withHeaders(response, { location }),
  ),
  {
    ...seesAnswersJson(
      {
        id: 'refusal-lacks-the-declared-url',
        sentence: 'SEES leaves epTokenURL out of a refusal, where its operator says that it is there.',
        breaks: ['SEES-RES-06', 'SEES-RES-12'],
        consequences: [],
      },
      (answer) => (answer.error === 1011 ? { ...answer, epTokenURL: undefined } : answer),
    ),
    settings: { readings: { 'denial.epTokenURL': 'present' } },
  },
  nowAndThen(
    seesAnswersJson(
      {
        id: 'refusal-with-url-false',
        sentence: 'SEES refuses with epTokenURL false.',
        breaks: ['SEES-RES-12'],
        consequences: ['SEES-REQ-01.answer'],
      },
      (answer) => (answer.isAllowed === false ? { ...answer, epTokenURL: false } : answer),
    ),
  ),
];
