import type { EntitlementStimulus, Exchange, Journal } from '../../exchange';
import {
  entitlementOf,
  entitlementsOf,
  isGrant,
  own,
  rememberedOf,
  type Entitlement,
  type EntitlementAnswer,
} from '../reading';

/** An answer of SEES that the documents have rules for, because the request itself followed them. */
export interface JudgedAnswer {
  readonly exchange: Exchange;
  readonly stimulus: EntitlementStimulus;
  readonly status: number;
  readonly answer: EntitlementAnswer;
  /** HTTP 200 and `isAllowed` true. */
  readonly granted: boolean;
}

/** A judged answer that is one JSON object; one that is not is SEES-TRN-09's affair alone. */
export interface JudgedObject extends JudgedAnswer {
  readonly json: Readonly<Record<string, unknown>>;
}

/** Answers to valid requests of version 1 and above, without those that report trouble instead of deciding. */
export const answers: (journal: Journal) => readonly JudgedAnswer[] = rememberedOf((journal) => {
  const judged: JudgedAnswer[] = [];
  for (const { exchange, stimulus } of entitlementsOf(journal)) {
    const { response } = exchange;
    if (response === undefined || stimulus.aborted === true || !stimulus.valid || stimulus.version < 1) continue;
    const answer = entitlementOf(exchange);
    if (isTroubleReport(response.status, stimulus, answer)) continue;
    judged.push({ exchange, stimulus, status: response.status, answer, granted: isGrant(exchange) });
  }
  return judged;
});

/** Answers to such requests that are longer than the harness reads: no entitlement answer is. */
export const oversized: (journal: Journal) => readonly Entitlement[] = rememberedOf((journal) =>
  entitlementsOf(journal).filter(
    ({ exchange, stimulus }) =>
      exchange.failure?.failure === 'too-large' &&
      stimulus.valid &&
      stimulus.version >= 1 &&
      stimulus.fault === undefined,
  ),
);

export const objects: (journal: Journal) => readonly JudgedObject[] = rememberedOf((journal) =>
  answers(journal).flatMap((judged) => {
    const { json } = judged.answer;
    return json === undefined ? [] : [{ ...judged, json }];
  }),
);

export const grantedObjects: (journal: Journal) => readonly JudgedObject[] = rememberedOf((journal) =>
  everyObject(journal).filter(({ granted }) => granted),
);

/** Objects that do not say `isAllowed` true. */
export const refusals: (journal: Journal) => readonly JudgedObject[] = rememberedOf((journal) =>
  objects(journal).filter(({ answer }) => answer.isAllowed !== true),
);

/** JSON objects in answer to any entitlement request, valid or not: a handed-out URL is one in any case. */
export const everyObject: (journal: Journal) => readonly JudgedObject[] = rememberedOf((journal) =>
  entitlementsOf(journal).flatMap(({ exchange, stimulus }) => {
    const answer = entitlementOf(exchange);
    const { json } = answer;
    if (exchange.response === undefined || json === undefined) return [];
    return [{ exchange, stimulus, status: exchange.response.status, answer, granted: isGrant(exchange), json }];
  }),
);

/**
 * Throttling (429) and being out of service (503) are nobody's decision, nor is any 5xx while ExpressPlay itself is broken on
 * purpose: the documents say nothing about the form of such answers (BEES-ERR: anything but 200 means trouble). One that
 * holds a decision all the same is judged like any other.
 */
function isTroubleReport(status: number, stimulus: EntitlementStimulus, answer: EntitlementAnswer): boolean {
  if (own(answer.json, 'isAllowed') !== undefined) return false;
  return status === 429 || status === 503 || (status >= 500 && stimulus.fault !== undefined);
}
