import { NO_OFFSET, type ClockOffset, type Exchange } from '../../exchange';
import { tokenOf } from '../../protocol';
import { middleOf } from '../../target';
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
  if (grant.url === undefined) throw unknownEnd(grant);
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
  spendRedemption(run, grant.url);
  await run.wait(scenario, { reason: `the token of "${meta.name}" to end`, untilMs }, true);
  // What was learned of the clocks meanwhile.
  const end = tokenEnd(scenario, grant);
  untilMs = overMs(end);
  if (untilMs > run.target.clock.now())
    await run.wait(scenario, { reason: `the token of "${meta.name}" to end`, untilMs });
  journal.note(
    `waited until ${signed(offsetSeconds)} s (and ${String(toleranceMs / 1000)} s of tolerance) from the limit`,
  );
  const undecided = end?.overDoubt === undefined ? {} : { undecided: end.overDoubt };
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
 * @throws {BlockedError} when this run was too slow for the token, so that a redemption that is sent now says nothing of the target
 * @throws {NotObservableError} when clocks that differ leave it no time to be redeemed in
 */
export function mustBeInTime(scenario: Scenario, grant: Grant): void {
  const { controls, clock, clocks } = scenario.run.target;
  // A double of ours judges tokens by the moment it is told.
  if (controls !== undefined) return;
  // The token may have been issued as soon as it was asked for.
  const end = tokenEnd(scenario, grant);
  const there = clock.now() + ON_THE_WAY_MS;
  if (end === undefined || there <= end.aliveUntilMs) return;
  const token = `the token of exchange ${String(grant.exchange.number)}`;
  if (there > end.agreedMs) throw new BlockedError(`${token} ended before it could be redeemed in time`);
  const judge = clocks.expressplay(grant.url) ?? NO_OFFSET;
  const maker = clocks.sees() ?? NO_OFFSET;
  throw new NotObservableError(
    `${token} ends at an instant that leaves no time to redeem it, by the clock of ExpressPlay (${ahead(judge)} ours, that of SEES ${ahead(maker)} ours)`,
  );
}

function ahead(offset: ClockOffset): string {
  const seconds = middleOf(offset) / 1000;
  return `${Math.abs(seconds).toFixed(1)} s ${seconds < 0 ? 'behind' : 'ahead of'}`;
}

/** How long before a token's end a redemption must leave to be in time. */
const ON_THE_WAY_MS = 500;
