import type { Exchange } from '../../exchange';
import { licenseWasGranted } from '../../checks';
import { BlockedError } from '../blocked';
import type { Grant } from '../grant';
import type { Player } from '../player';
import type { Scenario } from '../scenario';
import { ask, type AskOptions } from './ask';
import { lookUp, recordedDevice } from './look-up';
import { redeem } from './redeem';

export interface Registered {
  readonly grant: Grant;
  readonly redemption: Exchange;
}

/** Asks for a cookie-bound token URL (B1 to B3) without redeeming it. */
export async function askForRegistration(
  scenario: Scenario,
  player: Player,
  options: Partial<AskOptions> = {},
): Promise<Grant> {
  const grant = await ask(scenario, player, {
    requestType: 2,
    contentID: scenario.run.titles.registration.contentID,
    ...options,
  });
  if (player.registration === 'none' && grant.url !== undefined) player.registration = 'unredeemed';
  return grant;
}

/**
 * Registers a player: B1 to B5. In a Given nothing is judged here; the journal holds it.
 * @throws {BlockedError} when SEES hands out no URL or ExpressPlay does not accept the SPC
 */
export async function register(
  scenario: Scenario,
  player: Player,
  options: Partial<AskOptions> = {},
): Promise<Registered> {
  const grant = await askForRegistration(scenario, player, options);
  const redemption = await redeem(scenario, player, grant);
  if (!licenseWasGranted(redemption)) {
    const why = redemption.failure?.message ?? `HTTP ${String(redemption.response?.status ?? 0)}`;
    throw new BlockedError(
      `ExpressPlay did not accept the registration of ${player.name} (exchange ${String(redemption.number)}): ${why}`,
    );
  }
  player.registration = 'redeemed';
  await recordToShow(scenario, player, options.cookie);
  return { grant, redemption };
}

/** How often a record service is asked whether it shows the registration by now. */
const POLL_MS = 500;

const SHOWING = 'the record service to show a registration';

/**
 * Gives the record of a registration the time that it may take to show (expressplay.record.visibilityMs).
 *
 * @param cookie where it was not the player's own: what shows under it may be older, so the whole time has to pass
 * @throws {BlockedError} when the time is over and the record service still names no device
 */
export async function recordToShow(scenario: Scenario, player: Player, cookie = player.cookie): Promise<void> {
  const { recordVisibilityMs: withinMs } = scenario.run.timing;
  if (withinMs <= 0 || showsAtOnce(scenario, cookie)) return;
  const { target } = scenario.run;
  const deadline = target.clock.now() + withinMs;
  const mayAsk = cookie === player.cookie && target.underTest.has('expressplay') && target.offers.has('records');
  while (mayAsk && target.clock.now() < deadline) {
    if (recordedDevice(await lookUp(scenario, player), target.known.record) !== undefined) return;
    const untilMs = Math.min(deadline, target.clock.now() + POLL_MS);
    await scenario.run.wait(scenario, { reason: SHOWING, untilMs });
  }
  await scenario.run.wait(scenario, { reason: SHOWING, untilMs: deadline });
  if (mayAsk && recordedDevice(await lookUp(scenario, player), target.known.record) === undefined) {
    throw new BlockedError(
      `no record of ${player.name} showed within ${String(withinMs)} ms (expressplay.record.visibilityMs)`,
    );
  }
}

/** Where ExpressPlay is played on real time, one cookie's records show as if their time had come: nobody waits for a double. */
function showsAtOnce(scenario: Scenario, cookie: string): boolean {
  const { target, timing } = scenario.run;
  if (target.controls === undefined || target.known.standsAtMs !== undefined) return false;
  target.controls.shift(cookie, timing.recordVisibilityMs / 1000);
  scenario.journal.note('the records of a registration show as if their time had come');
  return true;
}

/** Lets pass what a record may take to show (expressplay.record.visibilityMs): what is not there then, nobody associated. */
export async function recordsToSettle(scenario: Scenario, player: Player): Promise<void> {
  const { target, timing } = scenario.run;
  if (timing.recordVisibilityMs <= 0 || showsAtOnce(scenario, player.cookie)) return;
  const until = target.clock.now() + timing.recordVisibilityMs;
  await scenario.run.wait(scenario, { reason: 'the record service to show what it has', untilMs: until });
}
