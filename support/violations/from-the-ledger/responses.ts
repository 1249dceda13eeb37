import { tokenOf } from '../../protocol';
import { jsonOf, seesAnswers, seesAnswersJson, withJson, type Json } from '../making';
import type { Violation } from '../violation';

const ofUpstream = ({ error }: Json): boolean => typeof error === 'number' && (error < 0 || error >= 1030);

/** Whatever may not be granted may not be answered with a URL that serves; the URL kept is that of a registration as well. */
const REFUSED_WITH_A_TOKEN: readonly string[] = [
  'SEES-REQ-03',
  'SEES-REQ-04',
  'SEES-REQ-14',
  'SEES-REQ-15.refused',
  'SEES-REQ-16.grant',
  'SEES-ERR-09.unbound',
  'SEES-ERR-10.unbound',
  'SEES-ERR-11.unbound',
  'EP-REC-11.unbound',
  'SEQ-39.unbound',
  'SEQ-49.unbound',
];

export const RESPONSES: readonly Violation[] = [
  seesAnswersJson(
    {
      id: 'message-id-composed',
      sentence: 'SEES brings the messageID to its composed Unicode form before it repeats it.',
      breaks: ['SEES-RES-01'],
      consequences: [],
    },
    (answer) => {
      const { messageID } = answer;
      if (typeof messageID !== 'string' || messageID.normalize('NFC') === messageID) return answer;
      return { ...answer, messageID: messageID.normalize('NFC') };
    },
  ),
  seesAnswersJson(
    {
      id: 'version-as-text-after-a-fault',
      sentence: 'SEES writes version as text, as its ancestor did, where it refuses for an upstream fault.',
      breaks: ['SEES-RES-02', 'SEES-RES-07', 'SEES-RES-12'],
      consequences: [],
    },
    (answer) => (ofUpstream(answer) ? { ...answer, version: String(answer.version) } : answer),
  ),
  seesAnswersJson(
    {
      id: 'no-decision-after-a-fault',
      sentence: 'SEES leaves isAllowed out where it refuses for an upstream fault.',
      breaks: ['SEES-RES-03', 'SEES-RES-12'],
      consequences: [],
    },
    (answer) => {
      if (!ofUpstream(answer)) return answer;
      const { isAllowed: _, ...rest } = answer;
      return rest;
    },
  ),
  seesAnswersJson(
    {
      id: 'error-of-expressplay-as-text',
      sentence: 'SEES passes a code of ExpressPlay on as text.',
      breaks: ['SEES-RES-08', 'SEES-ERR-01', 'SEES-ERR-03', 'SEES-ERR-05'],
      consequences: ['SEES-RES-12'],
    },
    (answer) =>
      typeof answer.error === 'number' && answer.error < 0 ? { ...answer, error: String(answer.error) } : answer,
  ),
  seesAnswersJson(
    {
      id: 'error-text-null-without-records',
      sentence: 'SEES sets errorText to null where the record service fails.',
      breaks: ['SEES-RES-08', 'SEES-RES-10'],
      consequences: ['SEES-RES-12'],
    },
    (answer) => (answer.errorText === 'The device lookup failed.' ? { ...answer, errorText: null } : answer),
  ),
  seesAnswers(
    {
      id: 'url-of-the-last-grant-in-a-refusal',
      sentence: 'SEES reuses the answer of the last grant for a cookie, so that a refusal still holds its URL.',
      breaks: ['SEES-RES-06'],
      consequences: REFUSED_WITH_A_TOKEN,
    },
    () => {
      const granted = new Map<string, unknown>();
      return (response, request) => {
        const cookie = jsonOf(request)?.customerCookie;
        const answer = jsonOf(response);
        if (typeof cookie !== 'string' || answer === undefined) return response;
        if (answer.isAllowed === true) granted.set(cookie, answer.epTokenURL);
        if (answer.isAllowed !== false || !granted.has(cookie)) return response;
        return withJson(response, { ...answer, epTokenURL: granted.get(cookie) });
      };
    },
  ),
  seesAnswersJson(
    {
      id: 'url-normalized',
      sentence: 'SEES hands the token URL through a URL parser, which drops a default port.',
      breaks: ['SEES-RES-05.unchanged'],
      consequences: [],
    },
    (answer) => {
      const { epTokenURL: url } = answer;
      if (typeof url !== 'string' || !URL.canParse(url) || new URL(url).href === url) return answer;
      return { ...answer, epTokenURL: new URL(url).href };
    },
  ),
  seesAnswersJson(
    {
      id: 'url-built-anew-from-its-token',
      sentence: 'SEES builds the URL anew from its path and its token and loses whatever else the query held.',
      breaks: ['SEES-RES-05.unchanged'],
      consequences: [],
    },
    (answer) => {
      const { epTokenURL: url } = answer;
      const token = typeof url === 'string' ? tokenOf(url) : undefined;
      if (typeof url !== 'string' || token === undefined) return answer;
      const built = `${url.slice(0, url.indexOf('?'))}?ExpressPlayToken=${token}`;
      return built === url ? answer : { ...answer, epTokenURL: built };
    },
  ),
];
