import type { Exchange, Journal } from '../../exchange';
import { validateEntitlementResponse } from '../../messages';
import type { Check } from '../check';
import type { Finding } from '../finding';
import {
  couldNotTest,
  entitlementOf,
  grantedUrl,
  isGrant,
  kindOf,
  observed,
  own,
  quote,
  right,
  wrong,
} from '../reading';
import { whyUndecided } from '../sequence/no-decision';
import { describe, inWords, triedOf, validOf } from './tried';

/** SEES-REQ-01.answer: any decision will do, but it has the documented form. */
function wellFormed(journal: Journal): Finding[] {
  const check = 'SEES-REQ-01.answer';
  return triedOf(journal, /^request-type-absent$/).map(({ exchange, stimulus }) => {
    const undecided = whyUndecided(exchange);
    if (undecided !== undefined) return couldNotTest(journal, check, `no answer: ${undecided}`, exchange);
    const { json, problems, isAllowed } = entitlementOf(exchange);
    const faults =
      json === undefined ? [...problems] : validateEntitlementResponse(json, { requireTokenUrl: isAllowed === true });
    const messageID = own(json, 'messageID');
    const version = own(json, 'version');
    if (json !== undefined && messageID !== stimulus.messageID) faults.push(`messageID ${quote(messageID)}`);
    if (typeof version === 'number' && version > stimulus.version) faults.push(`version ${kindOf(version)}`);
    if (faults.length === 0) return right(journal, check, `a well-formed answer: ${inWords(exchange)}`, exchange);
    return wrong(journal, check, 'no well-formed answer to a request of the required properties alone', {
      expected: 'an entitlement response (SEES-API)',
      observed: faults.join('; '),
      exchange,
    });
  });
}

/** What became of requests that nothing is said about, or of which either outcome is fine. */
function tells(check: string, ids: RegExp): Check['judge'] {
  return (journal) =>
    triedOf(journal, ids).map((tried) =>
      observed(journal, check, `${describe(tried)}: ${inWords(tried.exchange)}`, tried.exchange),
    );
}

/** SEES-REQ-32, information. */
function sameMessageId(journal: Journal): Finding[] {
  const check = 'SEES-REQ-32';
  const seen = new Map<string, Exchange>();
  return validOf(journal).flatMap(({ exchange, stimulus }) => {
    const first = seen.get(stimulus.messageID);
    if (first === undefined) {
      seen.set(stimulus.messageID, exchange);
      return [];
    }
    const url = grantedUrl(exchange);
    const same = url !== undefined && url === grantedUrl(first) ? ', with the URL of the first' : '';
    return [
      observed(journal, check, `the second request with the same messageID: ${inWords(exchange)}${same}`, exchange),
    ];
  });
}

/** SEES-RES-11, information. */
function errorOfGrant(journal: Journal): Finding[] {
  return validOf(journal).flatMap(({ exchange }) => {
    if (!isGrant(exchange)) return [];
    const { error } = entitlementOf(exchange);
    const seen =
      error === undefined || error === null ? 'no error' : error === 0 ? 'error 0' : `error: ${kindOf(error)}`;
    return [observed(journal, 'SEES-RES-11', `the grant carries ${seen}`, exchange)];
  });
}

const DOCUMENTED = ['messageID', 'version', 'isAllowed', 'epTokenURL', 'error', 'errorText'];

/** SEES-RES-13, information. Names only: a value may be anything. */
function moreProperties(journal: Journal): Finding[] {
  return validOf(journal).flatMap(({ exchange }) => {
    const { json } = entitlementOf(exchange);
    if (json === undefined) return [];
    const more = Object.keys(json).filter((name) => !DOCUMENTED.includes(name));
    const seen = more.length === 0 ? 'none' : more.slice(0, 8).map(quote).join(', ');
    return [observed(journal, 'SEES-RES-13', `properties beyond the documented ones: ${seen}`, exchange)];
  });
}

/** Requests that may be granted or not, and what is told of answers (SEES-API). */
export const UNUSUAL_REQUESTS: readonly Check[] = [
  {
    id: 'SEES-TRN-12.other',
    subject: 'answer',
    judge: tells('SEES-TRN-12.other', /^content-type-(?!application-json)/),
  },
  { id: 'SEES-REQ-01.answer', subject: 'answer', judge: wellFormed },
  { id: 'SEES-REQ-17', subject: 'answer', judge: tells('SEES-REQ-17', /^(message|content)-id-text$/) },
  { id: 'SEES-REQ-25', subject: 'answer', judge: tells('SEES-REQ-25', /^customer-cookie-32-times$/) },
  { id: 'SEES-REQ-31', subject: 'answer', judge: tells('SEES-REQ-31', /-renamed$/) },
  { id: 'SEES-REQ-32', subject: 'answer', judge: sameMessageId },
  { id: 'SEES-RES-11', subject: 'answer', judge: errorOfGrant },
  { id: 'SEES-RES-13', subject: 'answer', judge: moreProperties },
];
