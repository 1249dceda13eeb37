import type { Exchange } from '../../exchange';
import { licenseWasGranted } from '../../checks';
import { BlockedError } from '../blocked';
import type { Grant } from '../grant';
import type { Player } from '../player';
import type { Scenario } from '../scenario';
import { ask, type AskOptions } from './ask';
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
  return { grant, redemption };
}
