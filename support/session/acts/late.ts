import type { Exchange } from '../../exchange';
import { tokenOf } from '../../protocol';
import { BlockedError, NotObservableError } from '../blocked';
import type { Grant } from '../grant';
import type { Player } from '../player';
import type { Scenario } from '../scenario';
import { redeem, spendRedemption, type RedeemOptions } from './redeem';
import { tokenEnd, tokenLimit, type TokenEnd } from './token-end';

/**
 * Redeems a token `offsetSeconds` after its limit (before it, where negative). A double of ours judges that one token as if the
 * time had come; against a foreign ExpressPlay the run really waits, and lets others act meanwhile. The limit is
 * the one that was asked for, if that can be told: what the service made of it is for the checks to tell.
 * @throws {NotObservableError} where no clock of ours can tell the second before a limit, or the limit is too far away
 */
export async function redeemLate(
  scenario: Scenario,
  player: Player,
  grant: Grant,
  offsetSeconds: number,
  options: RedeemOptions,
): Promise<Exchange> {
  if (grant.url === undefined) return redeem(scenario, player, grant, options);
  const { controls } = scenario.run.target;
  const token = tokenOf(grant.url);
  if (controls === undefined || token === undefined) {
    return redeemAfterWait(scenario, player, grant, offsetSeconds, options);
  }
  const limit = tokenLimit(scenario, grant, controls.issuedAt(token)) ?? controls.limitOf(token);
  if (limit === undefined) throw unknownEnd(grant);
  const seconds = (limit + offsetSeconds * 1000 - scenario.run.target.clock.now()) / 1000;
  controls.shift(token, seconds);
  scenario.journal.note(
    `ExpressPlay judges the token of exchange ${String(grant.exchange.number)} ${signed(offsetSeconds)} s from its limit`,
  );
  return redeem(scenario, player, grant, { ...options, offsetSeconds });
}

async function redeemAfterWait(
  scenario: Scenario,
  player: Player,
  grant: Grant,
  offsetSeconds: number,
  options: RedeemOptions,
): Promise<Exchange> {
  if (offsetSeconds < 0) throw new NotObservableError('only a clock of ours can tell the second before a limit');
  const { run, journal, meta } = scenario;
  const { toleranceMs, longestWaitMs } = run.timing;
  const overMs = (end: TokenEnd | undefined): number => {
    if (end === undefined) throw unknownEnd(grant);
    return end.overFromMs + offsetSeconds * 1000 + toleranceMs;
  };
  let untilMs = overMs(tokenEnd(scenario, grant));
  if (untilMs - run.target.clock.now() > longestWaitMs) {
    const clocks = run.target.clocks.expressplay(grant.url)?.agree === false ? `, and ${CLOCKS_DIFFER}` : '';
    throw new NotObservableError(
      `the token ends too far in the future for this run (longest wait ${String(longestWaitMs / 1000)} s)${clocks}`,
    );
  }
  // A wait for nothing would be all that is left of a redemption that is not allowed.
  spendRedemption(run);
  await run.wait(scenario, { reason: `the token of "${meta.name}" to end`, untilMs }, true);
  // What was learned of the clocks meanwhile.
  const end = tokenEnd(scenario, grant);
  untilMs = overMs(end);
  if (untilMs > run.target.clock.now())
    await run.wait(scenario, { reason: `the token of "${meta.name}" to end`, untilMs });
  journal.note(
    `waited until ${signed(offsetSeconds)} s (and ${String(toleranceMs / 1000)} s of tolerance) from the limit`,
  );
  const undecided = end?.doubt === undefined ? {} : { undecided: end.doubt };
  return redeem(scenario, player, grant, { ...options, offsetSeconds, spent: true, ...undecided });
}

const CLOCKS_DIFFER = 'the Date headers of ExpressPlay tell of clocks that differ';

function unknownEnd({ exchange }: Grant): BlockedError {
  return new BlockedError(`the end of the token of exchange ${String(exchange.number)} is not known`);
}

function signed(seconds: number): string {
  return seconds < 0 ? `-${String(-seconds)}` : `+${String(seconds)}`;
}

/**
 * Why a redemption that is sent now says nothing of the target: the token ends before it could be judged. Undefined: it does not.
 */
export function tooSlowFor(scenario: Scenario, grant: Grant): string | undefined {
  const { controls, clock } = scenario.run.target;
  // A double of ours judges tokens by the moment it is told.
  if (controls !== undefined) return undefined;
  // The token may have been issued as soon as it was asked for.
  const end = tokenEnd(scenario, grant);
  if (end === undefined || clock.now() + ON_THE_WAY_MS <= end.aliveUntilMs) return undefined;
  const token = `the token of exchange ${String(grant.exchange.number)}`;
  const tooFar = end.instantMs !== undefined && clock.now() + ON_THE_WAY_MS <= end.instantMs;
  return tooFar
    ? `${token} ends at an instant that the clock of ExpressPlay, which is ahead of ours, has reached or may have`
    : `${token} ended before it could be redeemed in time`;
}

/** How long before a token's end a redemption must leave to be in time. */
const ON_THE_WAY_MS = 500;
