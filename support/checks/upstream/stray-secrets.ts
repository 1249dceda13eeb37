import type { Exchange, Journal } from '../../exchange';
import { ELSEWHERE_PATH } from '../../protocol';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import { Haystack, Needles, type Secret } from '../invariants/secret-scan';
import {
  backendCallsOf,
  couldNotTest,
  entitlementsOf,
  parametersOf,
  pathOf,
  right,
  wrong,
  type Entitlement,
} from '../reading';
import { decisive } from '../sequence/upstream-twins';

function during(journal: Journal, kind: 'echo' | 'redirect'): Entitlement[] {
  return decisive(entitlementsOf(journal).filter(({ stimulus }) => stimulus.upstream?.kind === kind));
}

/** SEES-ERR-15: secrets that the token service's error text repeats stay away from the player. */
function keepsSecrets(journal: Journal, known: Known): Finding[] {
  const check = 'SEES-ERR-15';
  return during(journal, 'echo').map(({ exchange, stimulus }) => {
    const { response } = exchange;
    const { token } = backendCallsOf(journal, exchange, known);
    const needles = new Needles(secretsIn(token, ['customerAuthenticator', 'contentKey', 'iv', 'kek', 'ek'], known));
    if (response === undefined) return couldNotTest(journal, check, 'SEES did not answer', exchange);
    const headers = Object.entries(response.headers).map(([name, value]) => `${name}: ${value}`);
    const answer = new Haystack(response.body, ...headers);
    const leaks = Array.from(needles.findIn(answer), ([{ name }, form]) => `${name} ${form}`);
    if (leaks.length > 0) {
      return wrong(journal, check, `SEES passes secrets on while ${stimulus.fault ?? ''}`, {
        expected: 'none of them',
        observed: leaks.join('; '),
        exchange,
      });
    }
    return token.length === 0
      ? couldNotTest(journal, check, `SEES did not meet the fault: it never asked (${stimulus.fault ?? ''})`, exchange)
      : right(journal, check, `nothing secret reaches the player although ${stimulus.fault ?? ''}`, exchange);
  });
}

/** SEES-ERR-16: where the token service sends SEES to another host, the authenticator does not go along. */
function staysAtHome(journal: Journal, known: Known): Finding[] {
  const check = 'SEES-ERR-16';
  return during(journal, 'redirect').map(({ exchange, stimulus }) => {
    const { token } = backendCallsOf(journal, exchange, known);
    const needles = new Needles(secretsIn(token, ['customerAuthenticator'], known));
    const strays = straysOf(journal, exchange);
    const leaks = strays.filter(({ request }) => {
      const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`);
      const sent = new Haystack(request.url, request.body, ...headers);
      return needles.findIn(sent).size > 0;
    });
    const [leak] = leaks;
    if (leak !== undefined) {
      return wrong(journal, check, `SEES takes the authenticator along although ${stimulus.fault ?? ''}`, {
        expected: 'no authenticator at another host',
        observed: 'the authenticator',
        exchange: leak,
      });
    }
    if (token.length === 0)
      return couldNotTest(journal, check, 'SEES did not meet the redirect: it never asked', exchange);
    const seen = strays.length === 0 ? 'SEES does not follow' : 'SEES follows without the authenticator';
    return right(journal, check, `${seen} (${stimulus.fault ?? ''})`, strays[0] ?? exchange);
  });
}

function secretsIn(calls: readonly Exchange[], names: readonly string[], { customerAuthenticator }: Known): Secret[] {
  const sent = calls.flatMap((call) =>
    parametersOf(call)
      .list.filter(({ name }) => names.includes(name))
      .map(({ name, value }) => ({ name, text: value })),
  );
  return customerAuthenticator === undefined
    ? sent
    : [{ name: 'customerAuthenticator', text: customerAuthenticator }, ...sent];
}

/** What arrived at the host that redirects lead to. */
function straysOf(journal: Journal, { startTick, endTick = Infinity }: Exchange): Exchange[] {
  return journal.exchanges.filter(
    (call) =>
      call.operation === 'unknown' &&
      pathOf(call.request.url).endsWith(ELSEWHERE_PATH) &&
      startTick < call.startTick &&
      call.startTick < endTick,
  );
}

export const STRAY_SECRETS: readonly Check[] = [
  { id: 'SEES-ERR-15', subject: 'answer', judge: keepsSecrets },
  { id: 'SEES-ERR-16', subject: 'answer', judge: staysAtHome },
];
