import type { Exchange } from '../../exchange';
import { parseExpirationTime, tokenOf, MAX_EXPIRATION_SECONDS } from '../../protocol';
import { backendCallsOf, parametersOf } from '../../checks';
import { BlockedError, NotObservableError } from '../blocked';
import type { Grant } from '../grant';
import type { Player } from '../player';
import type { Scenario } from '../scenario';
import { redeem, type RedeemOptions } from './redeem';

/**
 * Redeems a token `offsetSeconds` after its limit (before it, where negative). A double of ours judges that one token as if the
 * time had come; against a foreign ExpressPlay the run really waits. The limit is
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
  const { run } = scenario;
  const token = tokenOf(grant.url);
  const { controls, clock } = run.target;
  const issuedMs = token === undefined ? undefined : controls?.issuedAt(token);
  const kept = token === undefined ? undefined : controls?.limitOf(token);
  const limit = limitSeen(scenario, grant, 'answered', issuedMs) ?? kept;
  if (limit === undefined)
    throw new BlockedError(`the end of the token of exchange ${String(grant.exchange.number)} is not known`);
  const exact = limit + offsetSeconds * 1000;
  if (controls !== undefined && token !== undefined) {
    const seconds = (exact - clock.now()) / 1000;
    controls.shift(token, seconds);
    scenario.journal.note(
      `ExpressPlay judges the token of exchange ${String(grant.exchange.number)} ${signed(offsetSeconds)} s from its limit`,
    );
  } else {
    if (offsetSeconds < 0) throw new NotObservableError('only a clock of ours can tell the second before a limit');
    const until = exact + run.timing.toleranceMs;
    if (until - clock.now() > run.timing.longestWaitMs) {
      throw new NotObservableError(
        `the token ends too far in the future for this run (longest wait ${String(run.timing.longestWaitMs / 1000)} s)`,
      );
    }
    await run.wait(`the token of "${scenario.meta.name}" to end`, until);
    scenario.journal.note(
      `waited until ${signed(offsetSeconds)} s (and ${String(run.timing.toleranceMs / 1000)} s of tolerance) from the limit`,
    );
  }
  return redeem(scenario, player, grant, { ...options, offsetSeconds });
}

function signed(seconds: number): string {
  return seconds < 0 ? `-${String(-seconds)}` : `+${String(seconds)}`;
}

/**
 * The token ends before a request sent now could be judged: whatever came of it would say nothing of the target.
 */
export function tooSlowFor(scenario: Scenario, grant: Grant): boolean {
  const { controls, clock } = scenario.run.target;
  // A double of ours judges tokens by the moment it is told.
  if (controls !== undefined) return false;
  // The token may have been issued as soon as it was asked for.
  const limit = limitSeen(scenario, grant, 'asked');
  return limit !== undefined && clock.now() + ON_THE_WAY_MS > limit;
}

/** How long before a token's end a redemption must leave to be in time. */
const ON_THE_WAY_MS = 500;

/**
 * The limit as the token request tells it, or the configured policy where that leg is not seen; milliseconds. A relative one
 * runs from some moment between the asking and the answer.
 * @param issuedMs that moment, where a double of ours tells it; its clock may stand still
 */
function limitSeen(
  scenario: Scenario,
  grant: Grant,
  from: 'asked' | 'answered',
  issuedMs?: number,
): number | undefined {
  const { known } = scenario.run.target;
  const momentOf = ({ startMs, endMs }: Exchange): number | undefined =>
    issuedMs ?? (from === 'asked' ? startMs : endMs);
  if (!known.backend) {
    return limitOf(scenario.run.titles.policyOf(grant.stimulus.contentID), momentOf(grant.exchange));
  }
  const [call] = backendCallsOf(scenario.journal, grant.exchange, known).token;
  return call === undefined ? undefined : limitOf(parametersOf(call).get('expirationTime'), momentOf(call));
}

function limitOf(expirationTime: string | undefined, issuedMs: number | undefined): number | undefined {
  if (issuedMs === undefined) return undefined;
  if (expirationTime === undefined) return issuedMs + MAX_EXPIRATION_SECONDS * 1000;
  const parsed = parseExpirationTime(expirationTime);
  if (parsed === undefined) return undefined;
  return parsed.kind === 'relative' ? issuedMs + parsed.seconds * 1000 : parsed.atMs;
}
