import type { Journal } from '../../exchange';
import type { Check } from '../check';
import type { Finding } from '../finding';
import { couldNotTest, entitlementOf, kindOf, own, right, wrong } from '../reading';
import { whyUndecided } from '../sequence/no-decision';
import { describe, inWords, judgeRefusal, triedOf, type Tried } from './tried';

/** What the answer says as its version, where that is no integer up to the request's; undefined: nothing is wrong with it. */
function illegalVersion({ exchange, stimulus }: Tried): string | undefined {
  const { json } = entitlementOf(exchange);
  const version = own(json, 'version');
  if (json === undefined || version === undefined) return undefined;
  return typeof version === 'number' && Number.isInteger(version) && version <= stimulus.version
    ? undefined
    : kindOf(version);
}

function wrongVersion(journal: Journal, check: string, tried: Tried, observed: string): Finding {
  return wrong(journal, check, `the version of the answer breaks its rule: ${describe(tried)}`, {
    expected: `an integer of at most ${tried.stimulus.version}`,
    observed,
    exchange: tried.exchange,
  });
}

/** SEES-REQ-09: granted as version 1 or refused, with a version no higher than the request's; without JSON there is none. HTTP 500 is no decision. */
function higherVersion(journal: Journal): Finding[] {
  const check = 'SEES-REQ-09';
  return triedOf(journal, /^version-integer-[1-9]\d*$/).map((tried) => {
    const { exchange } = tried;
    const undecided = whyUndecided(exchange);
    if (undecided !== undefined) return couldNotTest(journal, check, `${describe(tried)}: ${undecided}`, exchange);
    const { json } = entitlementOf(exchange);
    const illegal = illegalVersion(tried);
    if (illegal !== undefined) return wrongVersion(journal, check, tried, illegal);
    if (json !== undefined && own(json, 'isAllowed') !== undefined && own(json, 'version') === undefined) {
      return wrongVersion(journal, check, tried, 'no version');
    }
    if (json === undefined && exchange.response?.status === 500) {
      return wrong(journal, check, `neither a grant nor a refusal: ${describe(tried)}`, {
        expected: 'a grant or a refusal',
        observed: inWords(exchange),
        exchange,
      });
    }
    const seen = `${describe(tried)}: ${inWords(exchange)}`;
    // Anything but 200 means trouble, with or without a word about it; a success has to say which one it is.
    const isDecision = exchange.response?.status !== 200 || typeof own(json, 'isAllowed') === 'boolean';
    return (isDecision ? right : couldNotTest)(journal, check, seen, exchange);
  });
}

/** SEES-REQ-10: no grant, and an answer that bears a version keeps its rule. */
function noVersion(journal: Journal): Finding[] {
  const check = 'SEES-REQ-10';
  return triedOf(journal, /^version-integer-(0|-\d+)$/).map((tried) => {
    const illegal = illegalVersion(tried);
    const refusal = judgeRefusal(journal, check, tried);
    if (refusal.verdict !== 'right' || illegal === undefined) return refusal;
    return wrongVersion(journal, check, tried, illegal);
  });
}

export const VERSIONS: readonly Check[] = [
  { id: 'SEES-REQ-09', subject: 'answer', judge: higherVersion },
  { id: 'SEES-REQ-10', subject: 'answer', judge: noVersion },
];
