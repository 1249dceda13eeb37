import { licenseWasGranted } from '../../checks';
import type { Exchange } from '../../exchange';
import { parseExpirationTime, tokenOf } from '../../protocol';
import { aheadOf } from '../../target';
import type { Grant, TokenGrant } from '../grant';
import type { Scenario } from '../scenario';
import type { RedeemOptions } from './redeem';
import { instantOf, tokenEnd } from './token-end';

/** An instant further ahead is beyond what clocks are off. */
const NEAR_MS = 3_600_000;

/**
 * Before a token is redeemed that SEES asked to end at an instant, which SEES made by its own clock. Our ExpressPlay judges that
 * flow's token by that clock, as far as it was measured.
 * @returns why no answer to the redemption would be beyond doubt where ExpressPlay is foreign; undefined: it is
 */
export function instantJudged(scenario: Scenario, grant: TokenGrant, options: RedeemOptions): string | undefined {
  const { controls, clocks, clock } = scenario.run.target;
  if (scenario.run.target.known.clocks === undefined || !isOfSees(grant)) return undefined;
  if (controls === undefined) {
    const end = tokenEnd(scenario, grant);
    return end !== undefined && end.overFromMs - clock.now() < NEAR_MS ? end.aliveDoubt : undefined;
  }
  const token = grant.url === undefined ? undefined : tokenOf(grant.url);
  if (token !== undefined && options.offsetSeconds === undefined && instantOf(scenario, grant) !== undefined) {
    controls.shift(token, aheadOf(clocks.sees()) / 1000);
  }
  return undefined;
}

/** What an answer to the redemption of a token with an instant says about the clock that judged it. */
export function showsClock(scenario: Scenario, grant: TokenGrant, exchange: Exchange): void {
  const { clocks, known } = scenario.run.target;
  const { stimulus, response, endMs } = exchange;
  if (known.clocks === undefined || !isOfSees(grant) || stimulus?.kind !== 'license' || response === undefined) return;
  const instant = instantOf(scenario, grant);
  if (instant === undefined || endMs === undefined) return;
  showClockOfSees(scenario, grant, instant);
  // Served: it had not come to the end when the request was sent. Refused after a wait: it had when the answer came.
  if (licenseWasGranted(exchange)) clocks.show('expressplay', { atMostMs: instant.atMs - exchange.startMs });
  else if (stimulus.deviation === 'expired' && response.status < 500) {
    clocks.show('expressplay', { atLeastMs: instant.atMs - endMs });
  }
}

/** An instant is written in whole seconds, mostly; rounded either way. */
const ROUNDING_MS = 1000;

/** The instant is as far ahead of SEES' clock as the policy says. */
function showClockOfSees(scenario: Scenario, grant: Grant, { atMs, call }: { atMs: number; call: Exchange }): void {
  const { clocks } = scenario.run.target;
  const policy = parseExpirationTime(scenario.run.titles.policyOf(grant.stimulus.contentID) ?? '');
  if (policy?.kind !== 'relative') return;
  const madeMs = atMs - policy.seconds * 1000;
  clocks.show('sees', {
    atLeastMs: madeMs - call.startMs - ROUNDING_MS,
    atMostMs: madeMs - grant.exchange.startMs + ROUNDING_MS,
  });
}

function isOfSees(grant: TokenGrant): grant is Grant {
  return grant.exchange.operation === 'entitlement';
}
