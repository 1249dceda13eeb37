import type { Call, EntitlementStimulus, Flaw, Registration, Upstream } from '../../exchange';
import { grantedUrl } from '../../checks';
import { tokenOf } from '../../protocol';
import type { Grant } from '../grant';
import type { Player } from '../player';
import type { Scenario } from '../scenario';
import { asSent, entitlementRequest, type Difference } from './entitlement-request';
import { settle } from './settle';

export interface AskOptions {
  readonly requestType: 1 | 2 | 3;
  readonly contentID: string;
  /** Default: the player's own for the types 2 and 3, none for type 1. */
  readonly cookie?: string;
  readonly cookieOwner?: string;
  readonly registration?: Registration;
  /** In words: what the harness's ExpressPlay does wrong meanwhile. */
  readonly fault?: string;
  /** The same in detail. */
  readonly upstream?: Upstream;
  /** The client goes away before an answer can come. */
  readonly abort?: boolean;
  /** Default: a fresh one. */
  readonly messageID?: string;
  /** In what the request differs from the one that these options describe. */
  readonly differ?: Difference;
  /** What is wrong with the request on purpose. */
  readonly flaw?: Flaw;
  /** Number of the entitlement exchange that shows the nearest valid request granted. */
  readonly twin?: number;
  /** Default: true without a flaw. */
  readonly valid?: boolean;
  /** Another way to SEES than the usual one. */
  readonly way?: { readonly url: string; readonly call: Call };
}

/** How often SEES may say that it is asked too much before that is its answer. */
const MOST_TRIES = 5;
/** Before asking again. */
const PAUSE_MS = 200;

/**
 * Sends one entitlement request (arrows T1, B1, B6). Resolves whatever came of it; the journal tells. A SEES that throttles
 * (429) has decided nothing: it is asked again after a pause, under another message id.
 */
export async function ask(scenario: Scenario, player: Player, options: AskOptions): Promise<Grant> {
  const { run } = scenario;
  for (let tries = 1; ; tries += 1) {
    const grant = await askOnce(scenario, player, options);
    if (grant.exchange.response?.status !== 429 || tries === MOST_TRIES) return grant;
    grant.exchange.repeat();
    await run.pause(PAUSE_MS);
  }
}

async function askOnce(scenario: Scenario, player: Player, options: AskOptions): Promise<Grant> {
  const { target } = scenario.run;
  const cookie = options.cookie ?? (options.requestType === 1 ? undefined : player.cookie);
  const meant: EntitlementStimulus = {
    kind: 'entitlement',
    flow: player.name,
    device: player.name,
    messageID: options.messageID ?? scenario.identities.messageID(),
    version: 1,
    requestType: options.requestType,
    contentID: options.contentID,
    valid: options.valid ?? options.flaw === undefined,
    ...(cookie === undefined ? {} : { cookie }),
    ...(options.requestType === 3 ? { registration: options.registration ?? player.registration } : {}),
    ...(options.cookieOwner === undefined ? {} : { cookieOwner: options.cookieOwner }),
    ...(options.fault === undefined ? {} : { fault: options.fault }),
    ...(options.upstream === undefined ? {} : { upstream: options.upstream }),
    ...(options.abort === true ? { aborted: true } : {}),
    ...(options.flaw === undefined ? {} : { flaw: options.flaw }),
    ...(options.twin === undefined ? {} : { twin: options.twin }),
  };
  const stimulus = asSent(meant, options.differ);
  const request = entitlementRequest(meant, options.way?.url ?? target.seesUrl, options.differ);
  await scenario.run.turn('sees');
  const exchange = scenario.journal.begin({ operation: 'entitlement', from: 'client', to: 'sees', request, stimulus });
  const signal = options.abort === true ? goingAwaySoon(scenario) : scenario.run.signal;
  const send = options.way?.call ?? target.player.sees;
  const call = target.within(scenario.journal, () => send(request, { signal }));
  await settle(exchange, call);
  // A connection that is closed on a wrong request is an answer of a kind, and no sign that nobody is there.
  if (exchange.failure === undefined || options.flaw === undefined) {
    scenario.run.heed(scenario.journal.exchanges.slice(exchange.number - 1));
  }
  const url = grantedUrl(exchange);
  const token = url === undefined ? undefined : tokenOf(url);
  if (token !== undefined) scenario.run.redactor.learn('token', token);
  return { exchange, stimulus, url };
}

/**
 * The client goes away while SEES works on its request: when SEES first calls ExpressPlay, where that is seen; elsewhere in
 * the next turn of the event loop, when the request has left.
 */
function goingAwaySoon(scenario: Scenario): AbortSignal {
  const controller = new AbortController();
  const leave = (): void => controller.abort();
  if (scenario.run.target.known.backend) {
    const stop = scenario.journal.onBegin((exchange) => {
      if (exchange.from !== 'sees') return;
      stop();
      leave();
    });
  } else setImmediate(leave);
  return AbortSignal.any([controller.signal, scenario.run.signal]);
}
