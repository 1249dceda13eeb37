import type { Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import {
  backendCallsOf,
  couldNotTest,
  entitlementOf,
  entitlementsOf,
  grantedUrl,
  isGrant,
  kindOf,
  notApplicable,
  parametersOf,
  right,
  wrong,
  type Entitlement,
} from '../reading';
import { sourcesOf } from './handed-out';
import { namesDevice } from './missing-bindings';
import { whyUndecided } from './no-decision';
import { decisive, healthyGrants, servesAround } from './upstream-twins';

export interface NoGrantOptions {
  /** An error that the answer reports has to be an integer. */
  readonly integerError?: boolean;
  /** No answer at all is no grant either, where SEES serves before and after. */
  readonly silenceWillDo?: boolean;
}

/**
 * While ExpressPlay fails there is no grant (SEQ-09, SEQ-50, SEES-ERR-01 to SEES-ERR-07). The fault lasts for the whole
 * exchange, and the same kind of request is granted without it.
 */
export function noGrant(
  check: string,
  select: (entitlement: Entitlement) => boolean,
  options: NoGrantOptions = {},
): Check['judge'] {
  return (journal, known) => {
    const findings = decisive(entitlementsOf(journal).filter(select)).map((entitlement) =>
      judgeOne(journal, known, check, entitlement, options),
    );
    // Not to ask a service that just failed is wise; it shows nothing, as long as SEES did ask elsewhere.
    const met = findings.some(({ verdict }) => verdict === 'right');
    return findings.map((finding) => {
      if (!('unmet' in finding)) return finding;
      const { unmet: _unmet, ...told } = finding;
      return met ? { ...told, verdict: 'not-applicable' as const } : told;
    });
  };
}

function judgeOne(
  journal: Journal,
  known: Known,
  check: string,
  entitlement: Entitlement,
  { integerError, silenceWillDo }: NoGrantOptions,
): Finding | (Finding & { unmet: true }) {
  const { exchange, stimulus } = entitlement;
  const fault = stimulus.fault ?? '';
  const asked = backendCallsOf(journal, exchange, known).token.length > 0;
  if (isGrant(exchange)) {
    if (!asked && wasGotBefore(journal, entitlement, known)) {
      return notApplicable(journal, check, 'SEES granted without asking: a token it got before the fault', exchange);
    }
    return wrong(journal, check, `SEES granted although ${fault}`, {
      expected: 'no grant',
      observed: 'isAllowed true',
      exchange,
    });
  }
  // 503 is a fine way to say that the service behind is out; without any answer nobody can tell, unless SEES lives on.
  if (
    exchange.response === undefined &&
    (silenceWillDo !== true || !servesAround(journal, exchange, stimulus.requestType))
  ) {
    return couldNotTest(
      journal,
      check,
      `SEES did not answer: ${whyUndecided(exchange) ?? 'no answer'} (${fault})`,
      exchange,
    );
  }
  if (healthyGrants(journal, stimulus.requestType).length === 0) {
    return couldNotTest(journal, check, 'the same request was not granted without the fault either', exchange);
  }
  if (!asked) {
    const message = `SEES granted nothing, but it did not meet the fault: it never asked (${fault})`;
    return { ...couldNotTest(journal, check, message, exchange), unmet: true };
  }
  const reported = entitlementOf(exchange).error;
  if (integerError === true && reported !== undefined && reported !== null && !Number.isInteger(reported)) {
    return wrong(journal, check, `SEES granted nothing, but the error it reports is no integer (${fault})`, {
      expected: 'an integer',
      observed: kindOf(reported),
      exchange,
    });
  }
  return right(journal, check, `no grant, because ${fault}`, exchange);
}

/**
 * The URL handed out is one that the token service gave SEES earlier for the same purpose; or, for a time-based title, before
 * this scenario, where SEES has not asked for any yet.
 */
export function wasGotBefore(journal: Journal, { exchange, stimulus }: Entitlement, known: Known): boolean {
  const url = grantedUrl(exchange);
  if (url === undefined) return false;
  const sources = sourcesOf(journal, url, known).filter((call) => (call.endTick ?? Infinity) < exchange.startTick);
  if (stimulus.requestType === 3) {
    return sources.some((call) => namesDevice(call, known) && parametersOf(call).get('cookie') === stimulus.cookie);
  }
  if (stimulus.requestType === 2) {
    return sources.some((call) => parametersOf(call).get('cookie') === stimulus.cookie);
  }
  if (sources.length > 0) return true;
  return !entitlementsOf(journal).some(
    (other) =>
      other.stimulus.requestType === 1 &&
      other.exchange.number < exchange.number &&
      backendCallsOf(journal, other.exchange, known).token.length > 0,
  );
}
