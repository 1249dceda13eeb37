import { inspect } from 'node:util';
import type { HttpRequest, HttpResponse } from './http';
import type { Redactor } from './redactor';
import type { Stimulus } from './stimulus';
import type { TransportError } from './transport-error';
import { describeMessage, type DescribedExchange } from './describe';
import { factsOf } from './exchange-facts';

/** Lifelines of the sequence diagrams (DIA-TIME, DIA-BIND). */
export type Party = 'client' | 'sees' | 'expressplay';

/** Which of the four documented calls this is; `unknown`: a call that none of the documents describes. */
export type Operation = 'entitlement' | 'token' | 'record' | 'license' | 'unknown';

export interface ExchangeStart {
  readonly operation: Operation;
  readonly from: Party;
  readonly to: Party;
  readonly request: HttpRequest;
  /** Present on what the harness itself sent. */
  readonly stimulus?: Stimulus;
}

/** What the player found when it opened the CKC of a granted license. */
export type OpenedLicense =
  | {
      readonly kind: 'opened';
      /** 16 bytes each. */
      readonly contentKey: Buffer;
      readonly iv: Buffer;
      readonly leaseSeconds?: number;
      readonly rentalSeconds?: number;
      /** In what wrapping the CKC came: `raw`, `base64`, `ckc-tag`, `json`. */
      readonly form: string;
    }
  /** The answer is no CKC that this SPC's maker can open; `why` is safe to show. */
  | { readonly kind: 'defect'; readonly why: string };

/**
 * One request and what became of it. The bytes live in private fields that only checks read; whoever serializes an exchange
 * (JSON, inspect, a report) gets the redacted description (architecture decision 8).
 */
export class Exchange {
  readonly operation: Operation;
  readonly from: Party;
  readonly to: Party;
  readonly stimulus: Stimulus | undefined;
  readonly #request: HttpRequest;
  readonly #redactor: Redactor;
  #response: HttpResponse | undefined;
  #failure: TransportError | undefined;
  #opened: OpenedLicense | undefined;
  #repeated = false;
  #endTick: number | undefined;
  #endMs: number | undefined;

  /**
   * @param number 1, 2, ... in the order of sending inside one journal
   * @param startTick position in the journal's one order of events (sendings and answers alike)
   */
  constructor(
    readonly number: number,
    readonly startTick: number,
    readonly startMs: number,
    start: ExchangeStart,
    redactor: Redactor,
    private readonly tick: () => { tick: number; ms: number },
  ) {
    this.operation = start.operation;
    this.from = start.from;
    this.to = start.to;
    this.stimulus = start.stimulus;
    this.#request = start.request;
    this.#redactor = redactor;
  }

  /** Raw request: for checks only. */
  get request(): HttpRequest {
    return this.#request;
  }

  /** Raw response, undefined while pending or after a transport failure: for checks only. */
  get response(): HttpResponse | undefined {
    return this.#response;
  }

  get failure(): TransportError | undefined {
    return this.#failure;
  }

  /** Position of the answer (or failure) in the journal's order; undefined while pending. */
  get endTick(): number | undefined {
    return this.#endTick;
  }

  get endMs(): number | undefined {
    return this.#endMs;
  }

  /** Only on license exchanges whose answer was looked into. */
  get opened(): OpenedLicense | undefined {
    return this.#opened;
  }

  answer(response: HttpResponse): void {
    // A token is secret from here on, wherever it turns up and whether anybody redeems it or not.
    if (this.operation === 'token') for (const token of tokensIn(response)) this.#redactor.learn('token', token);
    this.#response = response;
    this.#end();
  }

  fail(error: TransportError): void {
    this.#failure = error;
    this.#end();
  }

  /** The other end asked for patience, and the same was sent again: what counts is the later exchange. */
  get wasRepeated(): boolean {
    return this.#repeated;
  }

  repeat(): void {
    this.#repeated = true;
    // The journal is another from here on.
    this.tick();
  }

  open(opened: OpenedLicense): void {
    this.#opened = opened;
  }

  /** The redacted form; the only one that may be written anywhere. */
  describe(): DescribedExchange {
    return describeMessage(factsOf(this), this.#redactor);
  }

  toJSON(): DescribedExchange {
    return this.describe();
  }

  [inspect.custom](): string {
    return inspect(this.describe());
  }

  #end(): void {
    const { tick, ms } = this.tick();
    this.#endTick = tick;
    this.#endMs = ms;
  }
}

const TOKEN = /ExpressPlayToken(?:=|%3D)([^\s&"'<>#\\]+)/gi;
/** Answers of a token service are a URL or a few; what is longer is none. */
const MOST_SEARCHED = 64 * 1024;

/** As they are spelled in the URL. */
function tokensIn({ body, headers }: HttpResponse): string[] {
  const text = `${body.toString('latin1', 0, MOST_SEARCHED)}\n${headers.location ?? ''}`;
  return [...text.matchAll(TOKEN)].flatMap(([, token]) => (token === undefined ? [] : [token]));
}
