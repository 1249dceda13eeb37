import type { Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import { backendCallsOf, couldNotTest, right, wrong } from '../reading';
import { namesDevice } from '../sequence/missing-bindings';
import { describe, handedOut, inWords, judgeRefusal, triedOf } from './tried';

/** SEES-REQ-15.unbound: "3" and 3.5 meant a bound title; a URL that any device can redeem is none. */
function neverUnbound(journal: Journal, known: Known): Finding[] {
  const check = 'SEES-REQ-15.unbound';
  return triedOf(journal, /^request-type-(text|fraction)$/).map((tried) => {
    const { exchange } = tried;
    if (handedOut(exchange) === undefined) return judgeRefusal(journal, check, tried);
    const { token } = backendCallsOf(journal, exchange, known);
    if (token.length === 0) {
      return couldNotTest(
        journal,
        check,
        'SEES granted without asking, so nobody sees what the URL is bound to',
        exchange,
      );
    }
    const unbound = token.find((call) => !namesDevice(call, known));
    if (unbound === undefined) {
      const message = `${describe(tried)}: ${inWords(exchange)}, bound to the device`;
      return right(journal, check, message, exchange);
    }
    return wrong(journal, check, `a URL without device restriction although ${describe(tried)}`, {
      expected: 'a bound URL, or none',
      observed: 'a token request without the device',
      exchange: unbound,
    });
  });
}

export const UNBOUND_TYPES: readonly Check[] = [{ id: 'SEES-REQ-15.unbound', subject: 'answer', judge: neverUnbound }];
