import type { Exchange, OpenedLicense, Operation, Party } from './exchange';
import type { HttpRequest, HttpResponse } from './http';
import { meaningOf } from './meaning';

/** What a description is made of. Nothing is redacted yet. */
export interface ExchangeFacts {
  readonly number: number;
  readonly operation: Operation;
  readonly from: Party;
  readonly to: Party;
  readonly startMs: number;
  readonly endMs: number | undefined;
  readonly startTick: number;
  readonly endTick: number | undefined;
  readonly request: HttpRequest;
  readonly response: HttpResponse | undefined;
  /** A transport failure in words. */
  readonly failure: string | undefined;
  readonly opened: OpenedLicense | undefined;
  /** What the harness meant, in words. */
  readonly meant: string | undefined;
}

export function factsOf(exchange: Exchange): ExchangeFacts {
  const { failure, stimulus } = exchange;
  return {
    number: exchange.number,
    operation: exchange.operation,
    from: exchange.from,
    to: exchange.to,
    startMs: exchange.startMs,
    endMs: exchange.endMs,
    startTick: exchange.startTick,
    endTick: exchange.endTick,
    request: exchange.request,
    response: exchange.response,
    failure: failure?.message,
    opened: exchange.opened,
    meant: stimulus === undefined ? undefined : meaningOf(stimulus),
  };
}

/**
 * The same as a thread can be given it: plain data, bytes as Latin-1 text. (As bytes they would be sent with all of the memory
 * that Node cut them from.) Nothing in it is redacted: it stays in this process.
 */
export interface PackedExchange extends Omit<ExchangeFacts, 'request' | 'response' | 'opened'> {
  readonly request: Packed<HttpRequest>;
  readonly response: Packed<HttpResponse> | undefined;
  readonly opened: PackedLicense | undefined;
}

type Packed<T> = Omit<T, 'body'> & { readonly body: string };
type Opened = Extract<OpenedLicense, { kind: 'opened' }>;
type PackedLicense =
  | Exclude<OpenedLicense, Opened>
  | (Omit<Opened, 'contentKey' | 'iv'> & { readonly contentKey: string; readonly iv: string });

export function packExchange(exchange: Exchange): PackedExchange {
  const facts = factsOf(exchange);
  const { request, response, opened } = facts;
  return {
    ...facts,
    // Member by member: what a module of the operator's own answers may hold more than it should.
    request: { method: request.method, url: request.url, headers: request.headers, body: textOf(request.body) },
    response: response && { status: response.status, headers: response.headers, body: textOf(response.body) },
    opened:
      opened?.kind === 'opened' ? { ...opened, contentKey: textOf(opened.contentKey), iv: textOf(opened.iv) } : opened,
  };
}

export function unpackExchange(packed: PackedExchange): ExchangeFacts {
  const { request, response, opened } = packed;
  return {
    ...packed,
    request: { ...request, body: bytesOf(request.body) },
    response: response && { ...response, body: bytesOf(response.body) },
    opened:
      opened?.kind === 'opened'
        ? { ...opened, contentKey: bytesOf(opened.contentKey), iv: bytesOf(opened.iv) }
        : opened,
  };
}

function textOf(bytes: Buffer): string {
  return bytes.toString('latin1');
}

function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'latin1');
}
