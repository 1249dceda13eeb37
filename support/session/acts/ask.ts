import type { EntitlementStimulus, Registration } from '../../exchange';
import { TransportError } from '../../exchange';
import { grantedUrl } from '../../checks';
import { tokenOf } from '../../protocol';
import type { Grant } from '../grant';
import type { Player } from '../player';
import type { Scenario } from '../scenario';

export interface AskOptions {
  readonly requestType: 1 | 2 | 3;
  readonly contentID: string;
  /** Default: the player's own for the types 2 and 3, none for type 1. */
  readonly cookie?: string;
  readonly cookieOwner?: string;
  readonly registration?: Registration;
  /** In words: what the harness's ExpressPlay does wrong meanwhile. */
  readonly fault?: string;
  /** The client goes away before an answer can come. */
  readonly abort?: boolean;
}

/** Sends one entitlement request (arrows T1, B1, B6). Resolves whatever came of it; the journal tells. */
export async function ask(scenario: Scenario, player: Player, options: AskOptions): Promise<Grant> {
  const { target } = scenario.run;
  const cookie = options.cookie ?? (options.requestType === 1 ? undefined : player.cookie);
  const messageID = scenario.identities.messageID();
  const stimulus: EntitlementStimulus = {
    kind: 'entitlement',
    flow: player.name,
    device: player.name,
    messageID,
    version: 1,
    requestType: options.requestType,
    contentID: options.contentID,
    valid: true,
    ...(cookie === undefined ? {} : { cookie }),
    ...(options.requestType === 3 ? { registration: options.registration ?? player.registration } : {}),
    ...(options.cookieOwner === undefined ? {} : { cookieOwner: options.cookieOwner }),
    ...(options.fault === undefined ? {} : { fault: options.fault }),
    ...(options.abort === true ? { aborted: true } : {}),
  };
  const body = {
    messageID,
    version: 1,
    requestType: options.requestType,
    contentID: options.contentID,
    ...(cookie === undefined ? {} : { customerCookie: cookie }),
  };
  const request = {
    method: 'POST',
    url: target.seesUrl,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: Buffer.from(JSON.stringify(body)),
  };
  const exchange = scenario.journal.begin({ operation: 'entitlement', from: 'client', to: 'sees', request, stimulus });
  const controller = new AbortController();
  const signal = AbortSignal.any([controller.signal, scenario.run.signal]);
  if (options.abort === true) goAwaySoon(scenario, controller);
  const call = target.within(scenario.journal, () => target.player.sees(request, { signal }));
  try {
    exchange.answer(await call);
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    exchange.fail(error);
  }
  scenario.run.heed(scenario.journal.exchanges.slice(exchange.number - 1));
  const url = grantedUrl(exchange);
  const token = url === undefined ? undefined : tokenOf(url);
  if (token !== undefined) scenario.run.redactor.learn('token', token);
  return { exchange, stimulus, url };
}

/**
 * The client goes away while SEES works on its request: when SEES first calls ExpressPlay, where that is seen; elsewhere in
 * the next turn of the event loop, when the request has left.
 */
function goAwaySoon(scenario: Scenario, controller: AbortController): void {
  const leave = (): void => controller.abort();
  if (!scenario.run.target.known.backend) {
    setImmediate(leave);
    return;
  }
  const stop = scenario.journal.onBegin((exchange) => {
    if (exchange.from !== 'sees') return;
    stop();
    leave();
  });
}
