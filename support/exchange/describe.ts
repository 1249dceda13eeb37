import type { Operation, Party } from './exchange';
import type { ExchangeFacts } from './exchange-facts';
import type { HttpHeaders } from './http';
import { ckcFields, spcFields } from './license-fields';
import { licenseInWords } from './meaning';
import type { Redactor } from './redactor';
import { bytesInWords, grouped, prettyJson, SHOWN_CHARACTERS, textOf } from './text-cut';

/** An exchange as reports may show it: every secret replaced by a stable tag, binary bodies by what they are. */
export interface DescribedExchange {
  readonly number: number;
  readonly operation: Operation;
  readonly from: Party;
  readonly to: Party;
  readonly startMs: number;
  readonly endMs?: number;
  /** Position of sending and answer in the journal's order. */
  readonly startTick: number;
  readonly endTick?: number;
  readonly request: DescribedMessage & { readonly method: string; readonly url: string };
  readonly response?: DescribedMessage & { readonly status: number };
  /** A transport failure in words. */
  readonly failure?: string;
  /** What the player found in the license, in words; never key bytes. */
  readonly license?: string;
  /** What the harness meant, in words. */
  readonly meant?: string;
}

export interface DescribedMessage {
  readonly headers: Readonly<Record<string, string>>;
  /** Text, or in words what the bytes are: `SPC, version 1, 1,248 bytes`, a line for each of its fields. */
  readonly body: string;
}

/** Headers that are credentials as a whole. */
const CREDENTIALS: ReadonlySet<string> = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie']);

export function describeMessage(exchange: ExchangeFacts, redactor: Redactor): DescribedExchange {
  const { request, response, failure, opened, meant, endMs, endTick } = exchange;
  return {
    number: exchange.number,
    operation: exchange.operation,
    from: exchange.from,
    to: exchange.to,
    startMs: exchange.startMs,
    ...(endMs === undefined ? {} : { endMs }),
    startTick: exchange.startTick,
    ...(endTick === undefined ? {} : { endTick }),
    request: {
      method: redactor.head(request.method, 40),
      url: cut(request.url, redactor),
      headers: headersIn(request.headers, redactor),
      body: bodyIn(request.body, request.headers, redactor, exchange.operation === 'license' ? spcFields : undefined),
    },
    ...(response === undefined
      ? {}
      : {
          response: {
            status: response.status,
            headers: headersIn(response.headers, redactor),
            body: bodyIn(
              response.body,
              response.headers,
              redactor,
              exchange.operation === 'license' ? (body) => ckcFields(body, opened, redactor) : undefined,
            ),
          },
        }),
    ...(failure === undefined ? {} : { failure: redactor.text(failure) }),
    ...(opened === undefined ? {} : { license: redactor.text(licenseInWords(opened)) }),
    ...(meant === undefined ? {} : { meant: redactor.text(meant) }),
  };
}

function headersIn(headers: HttpHeaders, redactor: Redactor): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    shown[redactor.text(name)] = CREDENTIALS.has(name.toLowerCase())
      ? `<hidden, ${String(value.length)} characters>`
      : cut(value, redactor);
  }
  return shown;
}

function bodyIn(
  body: Buffer,
  headers: HttpHeaders,
  redactor: Redactor,
  known: ((body: Buffer) => string | undefined) | undefined,
): string {
  if (body.length === 0) return '';
  const named = known?.(body);
  if (named !== undefined) return named;
  const text = textOf(body, headers['content-type']);
  if (text === undefined) return bytesInWords(body.length);
  // Long JSON is not worth parsing for a picture of its beginning.
  const pretty = text.length <= 4 * SHOWN_CHARACTERS ? prettyJson(text) : undefined;
  return cut(pretty ?? text, redactor);
}

function cut(text: string, redactor: Redactor): string {
  const shown = redactor.head(text, SHOWN_CHARACTERS);
  const left = text.length - SHOWN_CHARACTERS;
  return left > 0 ? `${shown}\n[${grouped(left)} more characters]` : shown;
}
