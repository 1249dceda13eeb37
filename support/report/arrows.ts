import type { Operation, Party } from '../exchange';

/** Names of an exchange's two arrows in the documents' sequence diagrams (DIA-TIME: T1-T6, DIA-BIND: B1-B16). */
export interface Arrow {
  readonly request?: string;
  readonly answer?: string;
}

export type RequestType = 1 | 2 | 3;

/** What it takes to place an exchange in the diagrams. */
export interface ArrowFacts {
  readonly number: number;
  readonly operation: Operation;
  readonly from: Party;
  readonly startTick: number;
  readonly endTick?: number;
  /** Of an entitlement exchange. */
  readonly requestType?: RequestType;
  /** Of a license exchange: number of the entitlement exchange that handed out its URL. */
  readonly grantOf?: number;
}

const ENTITLEMENT: Record<RequestType, Arrow> = {
  1: { request: 'T1', answer: 'T4' },
  2: { request: 'B1', answer: 'B3' },
  3: { request: 'B6', answer: 'B13' },
};
const TOKEN: Record<RequestType, Arrow> = {
  1: { request: 'T2', answer: 'T3' },
  // The diagram leaves out the answer to B2; B3 implies it.
  2: { request: 'B2', answer: 'B2r' },
  3: { request: 'B11', answer: 'B12' },
};
const LICENSE: Record<RequestType, Arrow> = {
  1: { request: 'T5', answer: 'T6' },
  // Nor does it draw what the client gets for the registration SPC.
  2: { request: 'B4', answer: 'B4r' },
  3: { request: 'B14', answer: 'B16' },
};
const RECORD: Arrow = { request: 'B7', answer: 'B10' };

/** Arrow names by exchange number; an exchange that no diagram shows is not in the map. */
export function labelArrows(exchanges: readonly ArrowFacts[]): ReadonlyMap<number, Arrow> {
  const byNumber = new Map(exchanges.map((exchange) => [exchange.number, exchange]));
  const labels = new Map<number, Arrow>();
  for (const exchange of exchanges) {
    const arrow = arrowOf(exchange, exchanges, byNumber);
    if (arrow !== undefined) labels.set(exchange.number, arrow);
  }
  return labels;
}

function arrowOf(
  exchange: ArrowFacts,
  all: readonly ArrowFacts[],
  byNumber: ReadonlyMap<number, ArrowFacts>,
): Arrow | undefined {
  switch (exchange.operation) {
    case 'entitlement':
      return exchange.requestType && ENTITLEMENT[exchange.requestType];
    case 'license': {
      const type = exchange.grantOf === undefined ? undefined : byNumber.get(exchange.grantOf)?.requestType;
      return type && LICENSE[type];
    }
    case 'token': {
      const types = servedTypes(exchange, all);
      const [type] = types;
      return type !== undefined && types.size === 1 ? TOKEN[type] : undefined;
    }
    case 'record':
      return servedTypes(exchange, all).has(3) ? RECORD : undefined;
    case 'unknown':
      return undefined;
  }
}

/**
 * Request types of the entitlement requests that a call of SEES can belong to: those unanswered when it was sent, or the last
 * one before it (a client that went away).
 */
function servedTypes(call: ArrowFacts, all: readonly ArrowFacts[]): ReadonlySet<RequestType> {
  if (call.from !== 'sees') return new Set();
  const before = all.filter((other) => other.operation === 'entitlement' && other.startTick < call.startTick);
  const open = before.filter((other) => other.endTick === undefined || other.endTick > call.startTick);
  const served = open.length > 0 ? open : before.slice(-1);
  return new Set(served.flatMap((other) => other.requestType ?? []));
}
