import type { Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import {
  backendCallsOf,
  couldNotTest,
  deviceRestriction,
  entitlementsOf,
  grantedUrl,
  observed,
  parametersOf,
  right,
  wrong,
  type Entitlement,
} from '../reading';
import { identityOf } from '../sequence/handed-out';

interface HandedOut extends Entitlement {
  readonly token: string;
  /** The device that SEES asked to bind to for this very request; undefined: it asked for nothing of the kind. */
  readonly device: string | undefined;
}

/** Grants for which a cookie was sent: it tells SEES whose they are. */
function grants(journal: Journal, known: Known): HandedOut[] {
  return entitlementsOf(journal).flatMap((entitlement) => {
    const url = grantedUrl(entitlement.exchange);
    if (url === undefined || entitlement.stimulus.cookie === undefined) return [];
    const asked = backendCallsOf(journal, entitlement.exchange, known).token.at(-1);
    const device = asked === undefined ? undefined : deviceRestriction(parametersOf(asked), known.readings)[0]?.value;
    return [{ ...entitlement, token: identityOf(url), device }];
  });
}

/** SEES-SEC-06.reused: no token is handed out under two cookies, or for two devices that SEES itself told apart. */
function reused(journal: Journal, known: Known): Finding[] {
  const check = 'SEES-SEC-06.reused';
  const all = grants(journal, known);
  const clients = new Set(all.map(({ stimulus }) => stimulus.cookie)).size;
  if (clients < 2) return [couldNotTest(journal, check, `only ${clients} clients got a token URL`)];
  const twice = all.flatMap((grant, index) => {
    const first = all.slice(0, index).find((earlier) => earlier.token === grant.token);
    if (first === undefined) return [];
    const otherDevice = first.device !== undefined && grant.device !== undefined && first.device !== grant.device;
    if (first.stimulus.cookie === grant.stimulus.cookie && !otherDevice) return [];
    const whose = otherDevice ? 'device' : 'client';
    return [
      wrong(journal, check, `${grant.stimulus.flow} got the token that was got for another ${whose}`, {
        expected: 'a token of its own',
        observed: `the token of exchange ${first.exchange.number}`,
        exchange: grant.exchange,
      }),
    ];
  });
  return twice.length > 0 ? twice : [right(journal, check, `${clients} clients got tokens of their own`)];
}

/** SEES-SEC-06.same, information. */
function same(journal: Journal, known: Known): Finding[] {
  const check = 'SEES-SEC-06.same';
  const all = grants(journal, known);
  const again = all.flatMap((grant, index) => {
    const { cookie, requestType, contentID } = grant.stimulus;
    const first = all
      .slice(0, index)
      .find(
        ({ stimulus }) =>
          stimulus.cookie === cookie && stimulus.requestType === requestType && stimulus.contentID === contentID,
      );
    if (first === undefined) return [];
    const what = first.token === grant.token ? 'the same token' : 'a token of its own';
    return [observed(journal, check, `a request that is made again gets ${what}`, grant.exchange)];
  });
  return again.length > 0 ? again : [observed(journal, check, 'no request was made twice and granted twice')];
}

export const TOKEN_REUSE: readonly Check[] = [
  { id: 'SEES-SEC-06.reused', subject: 'isolation', judge: reused },
  { id: 'SEES-SEC-06.same', subject: 'isolation', judge: same },
];
