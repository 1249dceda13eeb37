import type { EntitlementStimulus, Journal } from '../../exchange';
import { validateEntitlementResponse } from '../../messages';
import { isAbsoluteHttpUrl } from '../../protocol';
import type { Check } from '../check';
import { issuedToken, kindOf, own, quote, rememberedOf, tokenAnswer } from '../reading';
import { invariantOnEach } from './invariant';
import { everyObject, grantedObjects, objects, refusals, type JudgedObject } from './judged-answers';

/** What answers say (ledger family sees-response; SEES-API, BEES-ERR). */
export const SEES_RESPONSE: readonly Check[] = [
  invariantOnEach('SEES-RES-01', paired, ({ json, stimulus }, say) => {
    if (isOwnMessageId(json, stimulus)) return say.right('messageID is the one of the request');
    const seen = quote(own(json, 'messageID'));
    return say.wrong('messageID is not the one of the request', quote(stimulus.messageID), seen);
  }),

  invariantOnEach('SEES-RES-02', objects, ({ json, stimulus }, say) => {
    if (isLegalVersion(json, stimulus)) return say.right(`version is an integer of at most ${stimulus.version}`);
    const seen = kindOf(own(json, 'version'));
    return say.wrong('version breaks its rule', `an integer of at most ${stimulus.version}`, seen);
  }),

  invariantOnEach('SEES-RES-03', objects, ({ json }, say) => {
    const isAllowed = own(json, 'isAllowed');
    if (typeof isAllowed === 'boolean') return say.right('isAllowed is a JSON boolean');
    return say.wrong('isAllowed is not a JSON boolean', 'true or false', kindOf(isAllowed));
  }),

  invariantOnEach('SEES-RES-04', grantedObjects, ({ json }, say) => {
    const url = own(json, 'epTokenURL');
    if (typeof url === 'string' && isAbsoluteHttpUrl(url)) return say.right('epTokenURL is an absolute http(s) URL');
    const seen = typeof url === 'string' ? `a text of ${url.length} characters that is none` : kindOf(url);
    return say.wrong('the epTokenURL of a grant is no absolute http(s) URL', 'an absolute http(s) URL', seen);
  }),

  invariantOnEach('SEES-RES-06', refusedObjects, ({ json, exchange }, say, { readings }, journal) => {
    const url = own(json, 'epTokenURL');
    const places = {
      epTokenURL: url,
      'the rest of the JSON': { ...json, epTokenURL: undefined },
      headers: exchange.response?.headers,
    };
    for (const [place, value] of Object.entries(places)) {
      if (!isRedeemable(value, journal)) continue;
      return say.wrong('a refusal hands out a token URL', 'no redeemable URL', `a token in ${place}`);
    }
    const mustBeThere = readings['denial.epTokenURL'] === 'present';
    if (mustBeThere && typeof url !== 'string' && objects(journal).some((judged) => judged.exchange === exchange)) {
      const expected = 'epTokenURL as a string (reading denial.epTokenURL: present)';
      return say.wrong('the refusal lacks epTokenURL', expected, kindOf(url));
    }
    return say.right('the refusal hands out no token URL');
  }),

  invariantOnEach('SEES-RES-07', refusals, ({ json, stimulus }, say) => {
    const wrongs: string[] = [];
    if (!isOwnMessageId(json, stimulus)) wrongs.push(`messageID ${quote(own(json, 'messageID'))}`);
    if (!isLegalVersion(json, stimulus)) wrongs.push(`version ${kindOf(own(json, 'version'))}`);
    if (wrongs.length === 0) return say.right('messageID and version of the refusal are right');
    const expected = `messageID ${quote(stimulus.messageID)}, version an integer of at most ${stimulus.version}`;
    return say.wrong('a refusal breaks the rules of messageID and version', expected, wrongs.join(', '));
  }),

  invariantOnEach('SEES-RES-08', objects, ({ json }, say) => {
    const wrongs: string[] = [];
    const error = own(json, 'error');
    const errorText = own(json, 'errorText');
    if (error !== undefined && !Number.isInteger(error)) wrongs.push(`error is ${kindOf(error)}`);
    if (errorText !== undefined && typeof errorText !== 'string') wrongs.push(`errorText is ${kindOf(errorText)}`);
    if (wrongs.length > 0) {
      return say.wrong('error fields of a wrong type', 'error an integer, errorText a string', wrongs.join(', '));
    }
    if (error === undefined && errorText === undefined) return undefined;
    return say.right('the error fields have the documented types');
  }),

  invariantOnEach('SEES-RES-09', refusals, ({ json }, say) => {
    const error = own(json, 'error');
    if (error !== undefined && error !== null) return say.right('the refusal carries an error number');
    return say.wrong('the refusal carries no error number', 'an integer error', kindOf(error));
  }),

  invariantOnEach('SEES-RES-10', refusals, ({ json }, say) => {
    const text = own(json, 'errorText');
    if (typeof text === 'string' && text.trim() !== '') return say.right('the refusal carries an errorText');
    const seen = typeof text === 'string' ? 'an empty text' : kindOf(text);
    return say.wrong('the refusal carries no errorText', 'a non-empty errorText', seen);
  }),

  invariantOnEach('SEES-RES-12', objects, ({ json, answer }, say, { readings }) => {
    const requireTokenUrl = answer.isAllowed !== false || readings['denial.epTokenURL'] === 'present';
    const problems = validateEntitlementResponse(json, { requireTokenUrl });
    if (problems.length === 0) return say.right('the answer fits the schema');
    return say.wrong('the answer does not fit the schema', 'an entitlement response (SEES-API)', problems.join('; '));
  }),

  invariantOnEach('SEES-RES-14', grantedObjects, ({ json }, say) => {
    const url = own(json, 'epTokenURL');
    if (url !== undefined && url !== null && url !== '') return say.right('the grant holds an epTokenURL');
    return say.wrong('a grant without epTokenURL', 'a token URL', url === '' ? 'an empty text' : kindOf(url));
  }),
];

/** A grant shows that SEES takes a message id that is no GUID; then it repeats it like any other. */
function paired(journal: Journal): JudgedObject[] {
  const textual = grantedObjects(journal).filter(({ stimulus }) => stimulus.flaw?.id === 'message-id-text');
  return [...objects(journal), ...textual];
}

function isOwnMessageId(json: JudgedObject['json'], stimulus: EntitlementStimulus): boolean {
  return own(json, 'messageID') === stimulus.messageID;
}

function isLegalVersion(json: JudgedObject['json'], stimulus: EntitlementStimulus): boolean {
  const version = own(json, 'version');
  return typeof version === 'number' && Number.isInteger(version) && version <= stimulus.version;
}

function refusedObjects(journal: Journal): JudgedObject[] {
  return everyObject(journal).filter(({ answer }) => answer.isAllowed !== true);
}

/** Something a player could turn into a license: a token parameter, or a URL or token that ExpressPlay just issued. */
function isRedeemable(value: unknown, journal: Journal): boolean {
  if (value === undefined || value === null) return false;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (/ExpressPlayToken(?:=|%3D)[^&#\s"]/i.test(text)) return true;
  return issuedBy(journal).some((issued) => text.includes(issued));
}

/** The URLs of ExpressPlay, and what tokens in them are long enough to be known again. */
const issuedBy = rememberedOf((journal) =>
  journal.exchanges.flatMap((exchange) => {
    const url = tokenAnswer(exchange);
    const token = issuedToken(exchange) ?? '';
    return url === undefined ? [] : token.length >= 8 ? [url, token] : [url];
  }),
);
