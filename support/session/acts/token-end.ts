import { middleOf } from '../../target';
import type { ClockOffset, Exchange } from '../../exchange';
import { MAX_EXPIRATION_SECONDS, parseExpirationTime } from '../../protocol';
import { backendCallsOf, parametersOf } from '../../checks';
import type { Grant } from '../grant';
import type { Scenario } from '../scenario';

/** When a token ends that a foreign ExpressPlay judges, as far as its clock is known; milliseconds by our clock. */
export interface TokenEnd {
  /** Until then it certainly lives. */
  readonly aliveUntilMs: number;
  /** From then on it certainly has ended. */
  readonly overFromMs: number;
  /** The end is an instant by the clock of another: how far it has to be known. */
  readonly instantMs?: number;
  /** Why the two may be wrong, a clause; absent: they are not. */
  readonly doubt?: string;
}

/** The expirationTime that a token was asked for with, or the configured policy where that leg is not seen. */
interface Terms {
  readonly text: string | undefined;
  /** The call that asked for it; elsewhere the entitlement request behind which that was. */
  readonly exchange: Exchange;
  /** Of a policy: SEES makes an instant of it, by its own clock. */
  readonly becomesInstant: boolean;
}

/** Undefined: it cannot be told. */
export function tokenEnd(scenario: Scenario, grant: Grant): TokenEnd | undefined {
  const terms = termsOf(scenario, grant);
  if (terms?.exchange.endMs === undefined) return undefined;
  const { startMs, endMs } = terms.exchange;
  const { text } = terms;
  const parsed = text === undefined ? THIRTY_DAYS : parseExpirationTime(text);
  if (parsed === undefined) return undefined;
  const { clocks } = scenario.run.target;
  const judge = clocks.expressplay(grant.url);
  if (parsed.kind === 'absolute') return endOfInstant(parsed.atMs, judge);
  const lifeMs = parsed.seconds * 1000;
  const counted = { aliveUntilMs: startMs + lifeMs, overFromMs: endMs + lifeMs };
  if (scenario.run.target.known.backend) return counted;
  return behindSees({ ...counted, startMs, endMs, lifeMs }, clocks.sees(), judge, terms.becomesInstant);
}

const THIRTY_DAYS = { kind: 'relative', seconds: MAX_EXPIRATION_SECONDS } as const;

/** By a double's clock, which judges it; milliseconds. */
export function tokenLimit(scenario: Scenario, grant: Grant, issuedMs: number | undefined): number | undefined {
  const terms = termsOf(scenario, grant);
  if (terms === undefined || issuedMs === undefined) return undefined;
  const parsed = terms.text === undefined ? THIRTY_DAYS : parseExpirationTime(terms.text);
  if (parsed === undefined) return undefined;
  return parsed.kind === 'relative' ? issuedMs + parsed.seconds * 1000 : parsed.atMs;
}

/** The instant at which a token was asked to end; undefined: it was asked to live so long, or nobody saw it. */
export function instantOf(
  scenario: Scenario,
  grant: Grant,
): { readonly atMs: number; readonly call: Exchange } | undefined {
  if (!scenario.run.target.known.backend) return undefined;
  const terms = termsOf(scenario, grant);
  const parsed = terms?.text === undefined ? undefined : parseExpirationTime(terms.text);
  return terms === undefined || parsed?.kind !== 'absolute' ? undefined : { atMs: parsed.atMs, call: terms.exchange };
}

function termsOf(scenario: Scenario, grant: Grant): Terms | undefined {
  const { run, journal } = scenario;
  if (!run.target.known.backend) {
    const { contentID } = grant.stimulus;
    return {
      text: run.titles.policyOf(contentID),
      exchange: grant.exchange,
      becomesInstant: run.target.known.contents.get(contentID)?.expirationForm === 'absolute',
    };
  }
  const [call] = backendCallsOf(journal, grant.exchange, run.target.known).token;
  if (call === undefined) return undefined;
  return { text: parametersOf(call).get('expirationTime'), exchange: call, becomesInstant: false };
}

function endOfInstant(atMs: number, judge: ClockOffset | undefined): TokenEnd {
  if (judge === undefined) return { aliveUntilMs: atMs, overFromMs: atMs, instantMs: atMs, doubt: NOT_TOLD };
  return { aliveUntilMs: atMs - judge.highMs, overFromMs: atMs - judge.lowMs, instantMs: atMs };
}

const NOT_TOLD =
  'the token was to end at an instant, and the clock that judges it is not known (no answer of ExpressPlay has a Date header)';

/** Written without fractions, an instant is up to a second early. */
const FRACTION_MS = 1000;

/** Where nobody sees what SEES asks for: an instant made by the clock of SEES and judged by that of ExpressPlay, or a life. */
function behindSees(
  counted: { startMs: number; endMs: number; lifeMs: number; aliveUntilMs: number; overFromMs: number },
  maker: ClockOffset | undefined,
  judge: ClockOffset | undefined,
  becomesInstant: boolean,
): TokenEnd {
  const { startMs, endMs, lifeMs, aliveUntilMs, overFromMs } = counted;
  if (maker === undefined || judge === undefined) {
    return becomesInstant ? { aliveUntilMs, overFromMs, doubt: NEITHER_SEEN } : { aliveUntilMs, overFromMs };
  }
  const aliveInstantMs = startMs + lifeMs + maker.lowMs - judge.highMs - FRACTION_MS;
  const overInstantMs = endMs + lifeMs + maker.highMs - judge.lowMs;
  if (becomesInstant) return { aliveUntilMs: aliveInstantMs, overFromMs: overInstantMs };
  // SEES may make an instant of a life that the operator declared; with clocks that agree it is the same.
  const differ = Math.abs(middleOf(maker) - middleOf(judge)) > FRACTION_MS;
  if (!differ) return { aliveUntilMs, overFromMs };
  return {
    aliveUntilMs: Math.min(aliveUntilMs, aliveInstantMs),
    overFromMs: Math.max(overFromMs, overInstantMs),
  };
}

const NEITHER_SEEN =
  'SEES makes an instant of its policy, and the clocks of SEES and ExpressPlay are not both known (answers without a Date header)';
