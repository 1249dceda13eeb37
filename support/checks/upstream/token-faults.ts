import type { Journal, Upstream } from '../../exchange';
import type { Check } from '../check';
import type { Finding } from '../finding';
import { couldNotTest, entitlementsOf, isGrant, right, wrong, type Entitlement } from '../reading';
import { isPutOff, whyUndecided } from '../sequence/no-decision';
import { noGrant } from '../sequence/no-grant';
import { healthyGrants } from '../sequence/upstream-twins';

type Trouble = (upstream: Upstream) => boolean;

const isError: Trouble = ({ kind }) => kind === 'json-error' || kind === 'html-error' || kind === 'echo';

/** Requests during which the token service was made to answer like this. */
function during(trouble: Trouble): (entitlement: Entitlement) => boolean {
  return ({ stimulus: { upstream } }) => upstream?.at === 'token' && trouble(upstream);
}

function noGrantDuring(check: string, trouble: Trouble): Check {
  return { id: check, subject: 'answer', judge: noGrant(check, during(trouble), { integerError: true }) };
}

/** SEES-ERR-06.bounded: the player gets an answer although SEES gets none. */
function bounded(journal: Journal): Finding[] {
  const check = 'SEES-ERR-06.bounded';
  return entitlementsOf(journal)
    .filter(during(({ kind }) => kind === 'unreachable'))
    .map(({ exchange, stimulus }) => {
      const meanwhile = stimulus.fault ?? '';
      if (exchange.response !== undefined) return right(journal, check, `SEES answers although ${meanwhile}`, exchange);
      if (exchange.failure?.failure !== 'timeout') {
        return couldNotTest(journal, check, `no answer: ${whyUndecided(exchange) ?? ''} (${meanwhile})`, exchange);
      }
      return wrong(journal, check, `SEES keeps the player waiting while ${meanwhile}`, {
        expected: 'an answer within timeouts.entitlementMs',
        observed: 'none',
        exchange,
      });
    });
}

/** SEES-ERR-14: what is asked after a fault is granted as before. */
function recovers(journal: Journal): Finding[] {
  const check = 'SEES-ERR-14';
  const all = entitlementsOf(journal);
  const found = new Map<number, Finding>();
  for (const [index, { exchange, stimulus }] of all.entries()) {
    if (stimulus.fault === undefined) continue;
    // Being put off for a moment is no harm: the first decision counts.
    const next = all
      .slice(index + 1)
      .filter((later) => later.stimulus.requestType === stimulus.requestType && later.stimulus.fault === undefined)
      .find((later) => !isPutOff(later.exchange));
    if (next === undefined) {
      found.set(-1, couldNotTest(journal, check, `nothing was decided on after ${stimulus.fault}`, exchange));
      continue;
    }
    const before = healthyGrants(journal, stimulus.requestType).some((twin) => twin.exchange.number < exchange.number);
    found.set(next.exchange.number, judgeNext(journal, check, next, stimulus.fault, before));
  }
  return [...found.values()];
}

function judgeNext(journal: Journal, check: string, next: Entitlement, fault: string, before: boolean): Finding {
  const { exchange } = next;
  if (isGrant(exchange)) return right(journal, check, `SEES grants again after ${fault}`, exchange);
  const doubt = whyUndecided(exchange) ?? (before ? undefined : 'nothing of the kind was granted before the fault');
  if (exchange.failure === undefined && doubt !== undefined) return couldNotTest(journal, check, doubt, exchange);
  return wrong(journal, check, `SEES does not grant the next request after ${fault}`, {
    expected: 'a grant',
    observed: doubt ?? `HTTP ${exchange.response?.status ?? 0} without a grant`,
    exchange,
  });
}

export const TOKEN_FAULTS: readonly Check[] = [
  noGrantDuring('SEES-ERR-01', ({ kind, status }) => kind === 'json-error' && status === 400),
  noGrantDuring('SEES-ERR-02', ({ kind, status }) => kind === 'html-error' && status === 400),
  noGrantDuring('SEES-ERR-03', (upstream) => isError(upstream) && upstream.status === 401),
  noGrantDuring('SEES-ERR-04', (upstream) => isError(upstream) && upstream.status === 404),
  noGrantDuring('SEES-ERR-05', (upstream) => isError(upstream) && (upstream.status ?? 0) >= 500),
  {
    id: 'SEES-ERR-06.refused',
    subject: 'answer',
    judge: noGrant(
      'SEES-ERR-06.refused',
      during(({ kind }) => kind === 'unreachable'),
      { silenceWillDo: true },
    ),
  },
  { id: 'SEES-ERR-06.bounded', subject: 'answer', judge: bounded },
  {
    id: 'SEES-ERR-07',
    subject: 'answer',
    judge: noGrant(
      'SEES-ERR-07',
      during(({ kind }) => kind === 'unusable'),
    ),
  },
  { id: 'SEES-ERR-14', subject: 'recovery', judge: recovers },
];
