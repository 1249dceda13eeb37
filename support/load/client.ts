import { grantedUrl, isPutOff, type Known } from '../checks';
import { TransportError, type Exchange, type HttpRequest, type HttpResponse, type Stimulus } from '../exchange';
import { entitlementRequest, openLicense, wrapped, type SpcSource } from '../session';
import type { Target } from '../target';
import type { BackendWatch } from './backend-watch';
import type { Crossings } from './crossings';
import type { Flow } from './flow';
import type { Gate } from './gate';
import type { Latencies, TimedArrow } from './latencies';
import type { Owners } from './owners';
import type { PassingJournal } from './passing-journal';
import { findStrays } from './strays';

export interface ClientParts {
  readonly target: Pick<Target, 'seesUrl' | 'player' | 'clock' | 'within'> & { readonly known: Known };
  readonly spcs: SpcSource;
  readonly gate: Gate;
  readonly owners: Owners;
  readonly crossings: Crossings;
  readonly latencies: Latencies;
  readonly journal: PassingJournal;
  readonly backend: BackendWatch;
  readonly elapsedMs: () => number;
  readonly signal: AbortSignal;
  /** Told of every call: whether anything at all came back. */
  readonly heard: (answered: boolean) => void;
  /** Told whenever a service puts a flow off, and it comes back later. */
  readonly putOff: () => void;
}

/** A service that asks for patience gets so much of it. */
const MOST_TRIES = 5;
const FIRST_PAUSE_MS = 200;
const ASKS_FOR_PATIENCE: readonly number[] = [429, 503];

/** What every flow does: asks and redeems, through the gate, and hands its answers to whoever watches. */
export class Client {
  constructor(private readonly parts: ClientParts) {}

  /** B1 or B6. @returns the exchange with whatever came of it, and the URL of a grant */
  async ask(flow: Flow, requestType: 2 | 3): Promise<{ exchange: Exchange; url: string | undefined }> {
    const { target, owners } = this.parts;
    const contentID = flow.contentIDs[requestType === 2 ? 0 : 1] ?? flow.title.contentID;
    const { cookie } = flow.player;
    const exchange = await this.#patiently(async () => {
      const messageID = flow.messageID();
      owners.sends(messageID, flow);
      const request = entitlementRequest({ messageID, requestType, contentID, cookie }, target.seesUrl);
      const send = (): Promise<HttpResponse> =>
        target.within(this.parts.backend, () => target.player.sees(request, { signal: this.parts.signal }));
      return this.#send('entitlement', request, undefined, send, requestType === 2 ? 'B1-B3' : 'B6-B13', flow);
    });
    return { exchange, url: grantedUrl(exchange) };
  }

  /**
   * B4 or B14; or, `by` another flow's device, what must be refused. The SPC is made when its turn has come: RSA takes time,
   * and thousands of SPCs take memory.
   */
  async redeem(flow: Flow, url: string, requestType: 2 | 3, by: Flow = flow): Promise<Exchange> {
    const { target, spcs } = this.parts;
    const contentID = flow.contentIDs[requestType === 2 ? 0 : 1] ?? flow.title.contentID;
    const deviation = by === flow ? 'none' : 'other-device';
    const arrow = by === flow ? (requestType === 2 ? 'B4' : 'B14-B16') : undefined;
    return this.#patiently(() =>
      this.parts.gate.pass(async () => {
        const spc = await spcs.make(by.player, { contentID, requestType, deviation, hu: undefined });
        const request = { method: 'POST', url, ...wrapped(spc.bytes, target.known.readings) };
        const stimulus: Stimulus = {
          kind: 'license',
          flow: flow.name,
          device: by.name,
          grant: 0,
          contentID,
          requestType,
          deviation,
          synthetic: true,
        };
        const send = (): Promise<HttpResponse> => target.player.license(request, { signal: this.parts.signal });
        const exchange = await this.#timed('license', request, stimulus, send, arrow);
        const { response } = exchange;
        if (response === undefined) return exchange;
        const opened = openLicense(response.body, response.status, spc.open);
        if (opened !== undefined) exchange.open(opened);
        // Answers to a stranger are the owner's: it was the owner's URL.
        if (by === flow) findStrays(response, flow, this.parts.owners, this.parts.crossings);
        return exchange;
      }),
    );
  }

  async #patiently(act: () => Promise<Exchange>): Promise<Exchange> {
    const { target, signal } = this.parts;
    for (let tries = 1; ; tries += 1) {
      const exchange = await act();
      const { response } = exchange;
      const asks = response !== undefined && ASKS_FOR_PATIENCE.includes(response.status) && isPutOff(exchange);
      if (!asks || tries === MOST_TRIES || signal.aborted) return exchange;
      this.parts.putOff();
      // Whoever waits is ended by the signal; its next call says so.
      await target.clock
        .waitUntil(target.clock.now() + FIRST_PAUSE_MS * 2 ** (tries - 1), signal)
        .catch(() => undefined);
    }
  }

  #send(
    operation: 'entitlement',
    request: HttpRequest,
    stimulus: Stimulus | undefined,
    send: () => Promise<HttpResponse>,
    arrow: TimedArrow,
    flow: Flow,
  ): Promise<Exchange> {
    return this.parts.gate.pass(async () => {
      const exchange = await this.#timed(operation, request, stimulus, send, arrow);
      if (exchange.response !== undefined) {
        findStrays(exchange.response, flow, this.parts.owners, this.parts.crossings);
      }
      return exchange;
    });
  }

  async #timed(
    operation: 'entitlement' | 'license',
    request: HttpRequest,
    stimulus: Stimulus | undefined,
    send: () => Promise<HttpResponse>,
    arrow: TimedArrow | undefined,
  ): Promise<Exchange> {
    const { journal, latencies, elapsedMs, heard } = this.parts;
    const to = operation === 'entitlement' ? 'sees' : 'expressplay';
    const exchange = journal.begin({
      operation,
      from: 'client',
      to,
      request,
      ...(stimulus === undefined ? {} : { stimulus }),
    });
    const began = elapsedMs();
    try {
      exchange.answer(await send());
      heard(true);
      if (arrow !== undefined) latencies.add(arrow, elapsedMs() - began);
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      exchange.fail(error);
      if (error.failure !== 'aborted') heard(false);
    }
    return exchange;
  }
}
