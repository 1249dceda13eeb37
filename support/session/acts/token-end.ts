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
  /** How long it would live if all clocks agreed. */
  readonly agreedMs: number;
  /** Why it may end sooner all the same, a clause. */
  readonly aliveDoubt?: string;
  /** Why it may end later all the same, a clause. */
  readonly overDoubt?: string;
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
  const counted = { aliveUntilMs: startMs + lifeMs, agreedMs: startMs + lifeMs, overFromMs: endMs + lifeMs };
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
  if (judge !== undefined) {
    return { aliveUntilMs: atMs - judge.highMs, agreedMs: atMs, overFromMs: atMs - judge.lowMs };
  }
  return { aliveUntilMs: atMs, agreedMs: atMs, overFromMs: atMs, aliveDoubt: NOT_TOLD, overDoubt: NOT_TOLD };
}

const NOT_TOLD =
  'the token was to end at an instant, and the clock that judges it is not known (no answer of ExpressPlay has a Date header)';

/** Written without fractions, an instant is up to a second early. */
const FRACTION_MS = 1000;

/** Where nobody sees what SEES asks for: an instant made by the clock of SEES and judged by that of ExpressPlay, or a life. */
function behindSees(
  counted: { startMs: number; endMs: number; lifeMs: number } & TokenEnd,
  maker: ClockOffset | undefined,
  judge: ClockOffset | undefined,
  becomesInstant: boolean,
): TokenEnd {
  const { startMs, endMs, lifeMs, ...lived } = counted;
  if (maker === undefined || judge === undefined) {
    return becomesInstant ? { ...lived, aliveDoubt: NEITHER_SEEN, overDoubt: NEITHER_SEEN } : lived;
  }
  const aliveInstantMs = startMs + lifeMs + maker.lowMs - judge.highMs - FRACTION_MS;
  const overInstantMs = endMs + lifeMs + maker.highMs - judge.lowMs;
  if (becomesInstant) return { ...lived, aliveUntilMs: aliveInstantMs, overFromMs: overInstantMs };
  // SEES may make an instant of a life that the operator declared; with clocks that agree it is the same.
  if (Math.abs(middleOf(maker) - middleOf(judge)) <= FRACTION_MS) return lived;
  return { ...lived, overFromMs: Math.max(lived.overFromMs, overInstantMs), aliveDoubt: PERHAPS_INSTANT };
}

const PERHAPS_INSTANT =
  'the clocks of SEES and ExpressPlay differ, and nobody sees whether SEES asked for the token to end at an instant';
const NEITHER_SEEN =
  'SEES makes an instant of its policy, and the clocks of SEES and ExpressPlay are not both known (answers without a Date header)';

/** Less is no time to redeem a token in. */
const TOO_SHORT_MS = 500;

/**
 * Why an ExpressPlay may refuse an instant that SEES makes of a title's policy, a clause: their clocks differ so much that it is
 * past, or too far ahead. Undefined: it has no such reason.
 */
export function refusableInstant(scenario: Scenario, contentID: string): string | undefined {
  const { target, titles } = scenario.run;
  if (!target.underTest.has('expressplay') || target.known.contents.get(contentID)?.expirationForm !== 'absolute') {
    return undefined;
  }
  const policy = parseExpirationTime(titles.policyOf(contentID) ?? '');
  const [maker, judge] = [target.clocks.sees(), target.clocks.expressplay()];
  if (policy?.kind !== 'relative' || maker === undefined || judge === undefined) return undefined;
  const lifeMs = policy.seconds * 1000;
  const past = lifeMs + maker.lowMs - judge.highMs < TOO_SHORT_MS + FRACTION_MS;
  const tooFar = lifeMs + maker.highMs - judge.lowMs > MAX_EXPIRATION_SECONDS * 1000;
  if ((!past && !tooFar) || Math.abs(middleOf(maker) - middleOf(judge)) < FRACTION_MS) return undefined;
  const apart = (Math.abs(middleOf(maker) - middleOf(judge)) / 1000).toFixed(1);
  return `its token is to end at an instant, and the clocks of SEES and ExpressPlay are ${apart} s apart`;
}
