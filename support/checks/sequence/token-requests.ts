import type { Content } from '../../protocol';
import type { Exchange, Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import {
  backendCallsOf,
  deviceRestriction,
  entitlementsOf,
  isGrant,
  ivBelongsTo,
  keyBelongsTo,
  notApplicable,
  parametersOf,
  recordsOf,
  right,
  wrong,
  type Entitlement,
} from '../reading';

type Problem = string;

/** Judges the token requests of the granted entitlements of one type by a list of things that may be wrong with one. */
function judgeRequests(
  check: string,
  requestType: 1 | 2 | 3,
  problemsOf: (call: Exchange, entitlement: Entitlement, known: Known, journal: Journal) => Problem[],
): Check['judge'] {
  return (journal, known) => {
    const findings: Finding[] = [];
    for (const entitlement of entitlementsOf(journal)) {
      const { exchange, stimulus } = entitlement;
      if (stimulus.requestType !== requestType || !isGrant(exchange)) continue;
      const calls = backendCallsOf(journal, exchange, known).token;
      if (calls.length === 0) {
        findings.push(
          requestType === 1
            ? notApplicable(journal, check, 'SEES granted without asking: a token it got earlier', exchange)
            : wrong(journal, check, 'SEES granted without asking the token service', {
                expected: 'a token request for this cookie',
                observed: 'no token request',
                exchange,
              }),
        );
      }
      for (const call of calls) {
        const problems = problemsOf(call, entitlement, known, journal);
        findings.push(
          problems.length === 0
            ? right(journal, check, `the token request is right for ${stimulus.flow}`, call)
            : wrong(journal, check, `the token request for ${stimulus.flow} is wrong: ${problems.join('; ')}`, {
                expected: 'the parameters of the arrow',
                observed: problems.join('; '),
                exchange: call,
              }),
        );
      }
    }
    return findings;
  };
}

function keyProblems(call: Exchange, content: Content | undefined): Problem[] {
  if (content === undefined) return [];
  const parameters = parametersOf(call);
  const problems: Problem[] = [];
  if (keyBelongsTo(parameters, content) === false) problems.push('the key is not that of the title');
  if (parameters.get('contentKey') === undefined && parameters.get('kek') === undefined) problems.push('no key material');
  const iv = ivBelongsTo(parameters, content);
  if (iv !== true) problems.push(iv === false ? 'the IV is not that of the title' : 'no IV');
  return problems;
}

function cookieProblems(call: Exchange, cookie: string | undefined): Problem[] {
  const sent = parametersOf(call).get('cookie');
  if (sent === cookie) return [];
  return [sent === undefined ? 'no cookie' : "the cookie is not the client's"];
}

/** T2: keys, expiry where the reading asks for one, rental only if the title has it. */
function timeBased(call: Exchange, { stimulus }: Entitlement, known: Known): Problem[] {
  const content = known.contents.get(stimulus.contentID);
  const parameters = parametersOf(call);
  const problems = keyProblems(call, content);
  const required = known.readings['expiration.required'].includes(1);
  if (required && parameters.get('expirationTime') === undefined) problems.push('no expirationTime');
  const rental = parameters.get('rentalDuration');
  if (rental !== undefined && content?.rentalDuration === undefined && Number(rental) !== 0) {
    problems.push('a rentalDuration that the title does not have');
  }
  return problems;
}

/** B2: the registration title's keys and the cookie, no device id. */
function registration(call: Exchange, { stimulus }: Entitlement, known: Known): Problem[] {
  const problems = [...keyProblems(call, known.contents.get(stimulus.contentID)), ...cookieProblems(call, stimulus.cookie)];
  if (deviceRestriction(parametersOf(call), known.readings).length > 0) problems.push('a device restriction');
  return problems;
}

/** B11: the real title's keys, the cookie and the device id that the record gave. */
function bound(call: Exchange, { exchange, stimulus }: Entitlement, known: Known, journal: Journal): Problem[] {
  const problems = [...keyProblems(call, known.contents.get(stimulus.contentID)), ...cookieProblems(call, stimulus.cookie)];
  const recorded = recordedDevices(journal, exchange, stimulus.cookie, known);
  const restrictions = deviceRestriction(parametersOf(call), known.readings, recorded);
  if (restrictions.length === 0) return [...problems, 'no device restriction'];
  if (restrictions.length > 1) problems.push('more than one device restriction');
  if (recorded.size > 0 && restrictions.some((restriction) => !holds(recorded, restriction.value))) {
    problems.push('a device that the record does not name for this cookie');
  }
  return problems;
}

/** Byte equality is EP-TOK-18.bytes; here letter case and dashes are the writer's style. */
function holds(recorded: ReadonlySet<string>, value: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[{}-]/g, '');
  return [...recorded].some((id) => plain(id) === plain(value));
}

/** Device ids that any record answer in this journal gave for the cookie: a lookup may be kept. */
function recordedDevices(journal: Journal, until: Exchange, cookie: string | undefined, known: Known): Set<string> {
  const ids = new Set<string>();
  for (const exchange of journal.exchanges) {
    if (exchange.startTick > (until.endTick ?? Infinity)) break;
    for (const event of recordsOf(exchange, known.record) ?? []) {
      const asked = parametersOf(exchange).get('cookie');
      if (event.deviceId !== undefined && (event.cookie ?? asked) === cookie) ids.add(event.deviceId);
    }
  }
  return ids;
}

export const TOKEN_REQUESTS: readonly Check[] = [
  { id: 'SEQ-02', subject: 'token-request', judge: judgeRequests('SEQ-02', 1, timeBased) },
  { id: 'SEQ-21', subject: 'token-request', judge: judgeRequests('SEQ-21', 2, registration) },
  { id: 'SEQ-29', subject: 'token-request', judge: judgeRequests('SEQ-29', 3, bound) },
];
