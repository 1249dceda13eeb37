import type { DescribedExchange, Operation, Party } from '../exchange';
import { findErrorCode, mentionedErrorCodes } from '../protocol';
import { labelArrows, type Arrow, type ArrowFacts, type RequestType } from './arrows';

/** An exchange with what the journal may know beyond the bare description. */
export type LabelledExchange = DescribedExchange & {
  readonly arrow?: Arrow;
  readonly requestType?: RequestType;
  readonly grantOf?: number;
};

const PARTY_NAMES: Record<Party, string> = { client: 'Client', sees: 'SEES', expressplay: 'ExpressPlay' };

const OPERATION_NAMES: Record<Operation, string> = {
  entitlement: 'entitlement request',
  token: 'token request',
  record: 'record retrieval',
  license: 'license request',
  unknown: 'undocumented request',
};

/** Arrow names by exchange number: those the exchanges carry, otherwise those that can be told from their text. */
export function arrowsOf(exchanges: readonly LabelledExchange[]): ReadonlyMap<number, Arrow> {
  const computed = labelArrows(exchanges.map((exchange) => factsOf(exchange, exchanges)));
  const known = exchanges.flatMap(({ number, arrow }) => (arrow ? [[number, arrow] as const] : []));
  return new Map([...computed, ...known]);
}

/** `B11 token request: SEES -> ExpressPlay`. */
export function exchangeTitle(exchange: DescribedExchange, arrow: Arrow | undefined): string {
  const name = `${OPERATION_NAMES[exchange.operation]}: ${PARTY_NAMES[exchange.from]} -> ${PARTY_NAMES[exchange.to]}`;
  return arrow?.request === undefined ? name : `${arrow.request} ${name}`;
}

/** What the harness meant by it, fit for a picture: `device A: device A asks ...` once, ids by their beginning. */
export function meantWords(meant: string): string {
  return shortIds(meant.replace(/^(.+?): (?=\1 )/u, ''));
}

/** What was sent, in a few words. */
export function requestWords(exchange: LabelledExchange): string {
  switch (exchange.operation) {
    case 'entitlement': {
      const type = requestTypeOf(exchange);
      const content = member(exchange.request.body, 'contentID');
      const words = type === undefined ? 'entitlement request' : `entitlement request, type ${String(type)}`;
      return typeof content === 'string' ? `${words}, ${shortIds(content)}` : words;
    }
    case 'token': {
      const names = parameterNames(exchange.request.url);
      return names.length === 0 ? 'token request' : `token request: ${names.join(', ')}`;
    }
    case 'record':
      return `record retrieval: ${parameterNames(exchange.request.url).join(', ') || 'no parameter'}`;
    case 'license':
      return 'license request: SPC to the token URL';
    case 'unknown':
      return `undocumented request: ${exchange.request.method}`;
  }
}

export interface AnswerWords {
  /** `none`: still waiting when the scenario ended. */
  readonly kind: 'granted' | 'refused' | 'failed' | 'none';
  readonly text: string;
}

/** What came back, in a few words. */
export function answerWords(exchange: DescribedExchange): AnswerWords {
  const { response } = exchange;
  if (exchange.failure !== undefined) {
    // Who was called is what the arrow shows.
    return { kind: 'failed', text: exchange.failure.replace(/^[A-Z]+ \S+: /u, '') };
  }
  if (response === undefined) return { kind: 'none', text: 'no answer' };
  const status = `HTTP ${String(response.status)}`;
  if (response.status < 200 || response.status > 299) {
    return { kind: 'refused', text: `${status}${codeWords(response.body)}` };
  }
  switch (exchange.operation) {
    case 'entitlement': {
      const allowed = member(response.body, 'isAllowed');
      if (allowed === true) return { kind: 'granted', text: 'isAllowed true, epTokenURL' };
      if (allowed === false) return { kind: 'refused', text: `${status}, isAllowed false${codeWords(response.body)}` };
      return { kind: 'refused', text: `${status}, no isAllowed` };
    }
    case 'token':
      return { kind: 'granted', text: 'epTokenURL' };
    case 'record':
      return { kind: 'granted', text: 'history' };
    case 'license':
      return { kind: 'granted', text: exchange.license === undefined ? 'CKC' : `CKC: ${exchange.license}` };
    case 'unknown':
      return { kind: 'granted', text: status };
  }
}

function factsOf(exchange: LabelledExchange, all: readonly LabelledExchange[]): ArrowFacts {
  const requestType = requestTypeOf(exchange);
  const grantOf = grantOfLicense(exchange, all);
  return {
    number: exchange.number,
    operation: exchange.operation,
    from: exchange.from,
    startTick: exchange.startTick,
    ...(exchange.endTick !== undefined && { endTick: exchange.endTick }),
    ...(requestType !== undefined && { requestType }),
    ...(grantOf !== undefined && { grantOf }),
  };
}

function requestTypeOf(exchange: LabelledExchange): RequestType | undefined {
  if (exchange.requestType !== undefined || exchange.operation !== 'entitlement') return exchange.requestType;
  const type = member(exchange.request.body, 'requestType');
  return type === 1 || type === 2 || type === 3 ? type : undefined;
}

/** The entitlement exchange that the harness says it redeems, or whose answer holds the URL's token (or its tag). */
function grantOfLicense(exchange: LabelledExchange, all: readonly LabelledExchange[]): number | undefined {
  if (exchange.grantOf !== undefined || exchange.operation !== 'license') return exchange.grantOf;
  const told = /\bURL of exchange (\d+)/u.exec(exchange.meant ?? '')?.[1];
  if (told !== undefined) return Number(told);
  const token = /[?&]ExpressPlayToken=((?:<[^<>]*>|[^&#])+)/u.exec(exchange.request.url)?.[1];
  if (token === undefined) return undefined;
  return all.findLast(
    (other) =>
      other.operation === 'entitlement' &&
      other.startTick < exchange.startTick &&
      other.response?.body.includes(token) === true,
  )?.number;
}

/** Names in the order sent, without credentials: who asks is not what is asked for. */
function parameterNames(url: string): string[] {
  // A redacted value is a tag such as `<iv #1>`: its number sign begins no fragment.
  const bare = url.replace(/<[^<>]*>/gu, '').split('#', 1)[0] ?? '';
  return bare
    .slice(bare.includes('?') ? bare.indexOf('?') + 1 : bare.length)
    .split('&')
    .map((pair) => pair.split('=', 1)[0] ?? '')
    .filter((name) => name !== '' && name !== 'customerAuthenticator');
}

function shortIds(text: string): string {
  return text.replace(/\b([0-9a-f]{8})-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/giu, '$1…');
}

function codeWords(body: string): string {
  const own = member(body, 'error');
  const code = findErrorCode(body) ?? mentionedErrorCodes(body)[0] ?? (typeof own === 'number' ? own : undefined);
  return code === undefined ? '' : `, error ${String(code)}`;
}

/** A member of a JSON object, also of one whose end was cut off for showing. */
function member(json: string, key: string): unknown {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  } catch {
    const literal = new RegExp(`"${key}"\\s*:\\s*("[^"\\\\]*"|-?\\d+|true|false)`, 'u').exec(json)?.[1];
    return literal === undefined ? undefined : (JSON.parse(literal) as unknown);
  }
}
