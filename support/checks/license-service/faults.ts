import type { Deviation, Exchange, Journal } from '../../exchange';
import { findErrorCode, isJson, mentionedErrorCodes } from '../../protocol';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import { couldNotTest, notApplicable, observed, right, wrong } from '../reading';
import {
  answerInWords,
  carriesCkc,
  judgeRefused,
  licensesOf,
  licenseWasGranted,
  whereBindingIsOffered,
  type LicenseAct,
} from '../sequence/licenses';
import { whyUndecided } from '../sequence/no-decision';

type Choice = (act: LicenseAct) => boolean;

/** Requests that deviate so, each with the fault that its stimulus names. */
function deviating(deviation: Deviation, choose: Choice = () => true): Choice {
  return (act) => act.stimulus.deviation === deviation && choose(act);
}

/** The fault has this code and no other. */
function onlyCode(code: number): Choice {
  return ({ stimulus }) => stimulus.codes?.length === 1 && stimulus.codes[0] === code;
}

function firstCode(code: number): Choice {
  return ({ stimulus }) => stimulus.codes?.[0] === code;
}

export function isFault(...ids: readonly string[]): Choice {
  return ({ stimulus }) => stimulus.flaw !== undefined && ids.includes(stimulus.flaw.id);
}

export function fault({ stimulus, exchange }: LicenseAct): string {
  const what = stimulus.deviation === 'expired' ? 'the token has ended' : 'a request of another kind';
  return `${stimulus.flaw?.sentence ?? what} (exchange ${exchange.number})`;
}

/** No CKC for these, each beside valid requests that were granted. */
function refused(check: string, choose: Choice): Check['judge'] {
  return (journal, known) =>
    licensesOf(journal)
      .filter(choose)
      .map((act) =>
        judgeRefused(
          journal,
          check,
          act,
          act.stimulus.deviation === 'expired'
            ? 'the token has ended'
            : `the request was wrong on purpose: ${act.stimulus.flaw?.sentence ?? 'its fault'}`,
          known,
        ),
      );
}

/**
 * The code in the body of a refusal, whose form is written nowhere: JSON is looked through; any other text may name one, as a
 * number by itself. A list of several names no fault.
 */
function codeOf(exchange: Exchange, known: Known): number | undefined {
  const text = exchange.response?.body.toString('utf8') ?? '';
  const code = findErrorCode(text, known.readings['errors.jsonPaths']);
  if (code !== undefined || isJson(text)) return code;
  const [mentioned, ...others] = mentionedErrorCodes(text);
  if (mentioned === undefined || others.length > 0) return undefined;
  return new RegExp(`(?<![\\w.-])${String(mentioned)}(?!\\w|\\.\\d)`).test(text) ? mentioned : undefined;
}

/** The refusal names the fault. */
function coded(check: string, choose: Choice): Check['judge'] {
  return (journal, known) =>
    licensesOf(journal)
      .filter(choose)
      .map((act) => {
        const { exchange, stimulus } = act;
        const codes = stimulus.codes ?? (stimulus.deviation === 'expired' ? [-4010] : []);
        if (carriesCkc(exchange))
          return couldNotTest(journal, check, `not refused, so no code: ${fault(act)}`, exchange);
        const undecided = whyUndecided(exchange);
        if (undecided !== undefined) return couldNotTest(journal, check, `${fault(act)}: ${undecided}`, exchange);
        const code = codeOf(exchange, known);
        if (code !== undefined && codes.includes(code)) {
          return right(journal, check, `refused with ${code}: ${fault(act)}`, exchange);
        }
        return wrong(journal, check, `the refusal does not name the fault: ${fault(act)}`, {
          expected: `the code ${codes.join(' or ')}`,
          observed: code === undefined ? 'no documented code' : `the code ${code}`,
          exchange,
        });
      });
}

/** Which code and which status come: told, not judged. */
function codesSeen(journal: Journal, known: Known): Finding[] {
  return licensesOf(journal)
    .filter(deviating('flawed-spc'))
    .map((act) => {
      const code = codeOf(act.exchange, known);
      const message = `${answerInWords(act.exchange)}${code === undefined ? '' : `, ${code}`}: ${fault(act)}`;
      return observed(journal, 'EP-LIC-10.code', message, act.exchange);
    });
}

/** The service is up after bodies that nobody can read. */
function staysUp(journal: Journal): Finding[] {
  const check = 'EP-LIC-10.stays';
  const acts = licensesOf(journal);
  const spoiled = acts.filter(deviating('flawed-spc'));
  const last = spoiled.at(-1);
  if (last === undefined) return [];
  const valid = acts.filter(({ stimulus }) => stimulus.deviation === 'none');
  const before = valid.filter(({ exchange }) => exchange.number < (spoiled[0]?.exchange.number ?? 0));
  if (!before.some(({ exchange }) => licenseWasGranted(exchange))) {
    return [couldNotTest(journal, check, 'no valid license request was granted before', last.exchange)];
  }
  const after = valid.filter(({ exchange }) => exchange.number > last.exchange.number);
  const granted = after.find(({ exchange }) => licenseWasGranted(exchange));
  if (granted !== undefined) {
    return [right(journal, check, 'a valid license request is granted afterwards', granted.exchange)];
  }
  const tried = after.at(-1)?.exchange ?? tokenTriedAfter(journal, last.exchange);
  if (tried === undefined) return [couldNotTest(journal, check, 'no valid request was sent afterwards', last.exchange)];
  const down = tried.failure !== undefined && tried.failure.failure !== 'proxy';
  const undecided = down ? undefined : whyUndecided(tried);
  if (undecided !== undefined)
    return [couldNotTest(journal, check, `nothing was decided afterwards: ${undecided}`, tried)];
  return [
    wrong(journal, check, 'the service did not stay up: a valid request is not granted after the bodies above', {
      expected: 'HTTP 200 with a CKC that the player can open',
      observed: answerInWords(tried),
      exchange: tried,
    }),
  ];
}

/** Where token and license service are one, a fall shows already when a fresh token is asked for. */
function tokenTriedAfter(journal: Journal, last: Exchange): Exchange | undefined {
  return journal.exchanges.find(
    ({ number, operation, failure }) => number > last.number && operation === 'token' && failure !== undefined,
  );
}

/** A token that is good in another environment; only our own ExpressPlay can be made to have one. */
function otherEnvironment(journal: Journal, known: Known): Finding[] {
  const check = 'EP-LIC-12.environment';
  const findings = refused(check, deviating('flawed-token', isFault('it-is-of-another-environment')))(journal, known);
  return findings.length > 0
    ? findings
    : [notApplicable(journal, check, 'no token of another environment of this service can be had')];
}

const subject = 'license';
const badToken = (choose: Choice): Choice => deviating('flawed-token', choose);
const badSpc = (choose?: Choice): Choice => deviating('flawed-spc', choose);

function both(id: string, choose: Choice): Check[] {
  return [
    { id: `${id}.refused`, subject, judge: refused(`${id}.refused`, choose) },
    { id: `${id}.code`, subject, judge: coded(`${id}.code`, choose) },
  ];
}

export const FAULTS: readonly Check[] = [
  ...both('EP-LIC-09', badToken(onlyCode(-4010))),
  { id: 'EP-LIC-10.refused', subject, judge: refused('EP-LIC-10.refused', badSpc()) },
  { id: 'EP-LIC-10.stays', subject, judge: staysUp },
  { id: 'EP-LIC-10.code', subject, judge: codesSeen },
  {
    id: 'EP-LIC-11',
    subject,
    judge: refused('EP-LIC-11', deviating('flawed-request', isFault('by-get', 'by-get-with-its-body'))),
  },
  { id: 'EP-LIC-12.drm', subject, judge: refused('EP-LIC-12.drm', badToken(isFault('it-is-of-another-drm'))) },
  { id: 'EP-LIC-12.environment', subject, judge: otherEnvironment },
  { id: 'EP-LIC-22', subject, judge: whereBindingIsOffered('EP-LIC-22', refused('EP-LIC-22', badSpc())) },
  ...both('EP-LIC-E4001', badSpc(onlyCode(-4001))),
  ...both('EP-LIC-E4010', (act) => badToken(onlyCode(-4010))(act) || deviating('expired')(act)),
  ...both('EP-LIC-E6002', badToken(firstCode(-6002))),
  ...both('EP-LIC-E6004', badSpc(firstCode(-6004))),
];
