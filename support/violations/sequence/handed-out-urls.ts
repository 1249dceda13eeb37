import type { HttpResponse } from '../../exchange';
import { jsonOf, nowAndThen, seesAnswers, withJson, type Json, type Facts } from '../making';
import { ALL_AT_ONCE, CROSSED_AT_ONCE, NO_BOUND_LICENSE } from '../consequences';
import type { Violation } from '../violation';

/** The URL of a grant of one type, changed on its last yards. */
function changing(facts: Facts, requestType: 1 | 2 | 3, memory: () => (url: string, asked: Json) => string): Violation {
  return seesAnswers(facts, () => {
    const change = memory();
    return (response, request): HttpResponse => {
      const [asked, answer] = [jsonOf(request), jsonOf(response)];
      if (asked?.requestType !== requestType || answer?.isAllowed !== true) return response;
      const { epTokenURL } = answer;
      const changed = typeof epTokenURL === 'string' ? change(epTokenURL, asked) : epTokenURL;
      return changed === epTokenURL ? response : withJson(response, { ...answer, epTokenURL: changed });
    };
  });
}

/** The check of every type together. */
const ANY_TYPE = ['SEES-RES-05.token', 'SEES-RES-05.unchanged'];

export const HANDED_OUT_URLS: readonly Violation[] = [
  changing(
    {
      id: 'time-based-url-cut-at-255',
      sentence: 'SEES keeps 255 characters of a time-based token URL.',
      breaks: ['SEQ-04', 'SEQ-07.order', ...ANY_TYPE],
      // Such a URL brings no license.
      consequences: ['EP-LIC-07', 'EP-LIC-08', 'SEQ-08'],
    },
    1,
    () => (url) => url.slice(0, 255),
  ),
  nowAndThen(
    changing(
      {
        id: 'registration-url-in-lower-case',
        sentence: 'SEES writes a registration URL in lower case, as it does with all URLs.',
        breaks: ['SEQ-22', 'SEES-RES-05.token'],
        consequences: [...ALL_AT_ONCE, 'SEES-RES-05.unchanged', 'SEES-ERR-08.comments'],
      },
      2,
      () => (url) => url.toLowerCase(),
    ),
    4,
  ),
  changing(
    {
      id: 'bound-url-decoded-once-more',
      sentence: 'SEES reads the hyphens and underscores of a bound token URL as those of another alphabet.',
      breaks: ['SEQ-31', 'SEQ-36', ...ANY_TYPE],
      consequences: [...NO_BOUND_LICENSE, ...ALL_AT_ONCE],
    },
    3,
    () => (url) => url.replace(/ExpressPlayToken=.*$/, (token) => token.replace(/-/g, '+').replace(/_/g, '/')),
  ),
  changing(
    {
      id: 'bound-url-kept-by-cookie',
      sentence: 'SEES hands out the first bound token URL of a cookie again, whatever title is asked for.',
      breaks: ['SEQ-44'],
      consequences: ['SEES-SEC-06.reused'],
    },
    3,
    () => {
      const kept = new Map<unknown, string>();
      return (url, { customerCookie }) => {
        const first = kept.get(customerCookie) ?? url;
        kept.set(customerCookie, first);
        return first;
      };
    },
  ),
  changing(
    {
      id: 'bound-url-kept-by-title',
      sentence: 'SEES hands out the first bound token URL of a title again, whoever asks for it.',
      breaks: [...CROSSED_AT_ONCE, 'SEQ-31', 'SEQ-36', ...ANY_TYPE],
      // A title that is asked for again after another device registered goes to the wrong one as well.
      consequences: ['SEES-SEC-06.reused', 'SEQ-44', 'SEQ-46', 'SEQ-49.succeeds', ...ALL_AT_ONCE],
    },
    3,
    () => {
      const kept = new Map<unknown, string>();
      return (url, { contentID }) => {
        const first = kept.get(contentID) ?? url;
        kept.set(contentID, first);
        return first;
      };
    },
  ),
];
