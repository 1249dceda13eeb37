import type { Exchange, Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import { deviceRestriction, entitlementOf, parametersOf, recordsOf, seesCallsOf } from '../reading';
import { invariant, invariantOnEach, Say } from './invariant';
import { readableCalls } from './judged-calls';
import { Haystack, needlesOf, type Needle, type Secret } from './secret-scan';

const THE_AUTHENTICATOR = 'the customer authenticator';

/** What must stay between SEES and ExpressPlay (ledger family sees-secrecy; QS-LIC, EP-AUTH, SEES-TIME, DIA-BIND). */
export const SEES_SECRECY: readonly Check[] = [
  invariant('SEES-SEC-01', (journal, { customerAuthenticator }) => {
    const whole = customerAuthenticator ?? '';
    // Its id is no secret; what comes after the comma is all of it.
    const key = /^[^,]*,([^,]+)$/.exec(whole)?.[1] ?? '';
    const secrets = [
      { name: THE_AUTHENTICATOR, text: whole },
      { name: `the key of ${THE_AUTHENTICATOR}`, text: key, partOf: THE_AUTHENTICATOR },
    ];
    return scan(journal, 'SEES-SEC-01', secrets, wholeAnswer);
  }),

  invariant('SEES-SEC-02', (journal, known) => scan(journal, 'SEES-SEC-02', keyMaterial(journal, known), wholeAnswer)),

  invariant('SEES-SEC-03', (journal, known) => scan(journal, 'SEES-SEC-03', deviceIds(journal, known), besideTokenUrl)),

  invariantOnEach('SEES-SEC-04', readableCalls, ({ parameters }, say, { customerAuthenticator }) => {
    const sent = parameters.all('customerAuthenticator').map(({ value }) => value);
    if (sent.length === 0) {
      return say.wrong('a call without customerAuthenticator', 'the configured authenticator', 'none');
    }
    if (customerAuthenticator === undefined) return say.notApplicable('the authenticator of SEES is not configured');
    if (sent.includes(customerAuthenticator)) return say.right('the call carries the configured authenticator');
    return say.wrong('a call with a foreign authenticator', 'the configured authenticator', 'another value');
  }),
];

/** What an answer says, by the place a report names. */
type Parts = Readonly<Record<'headers' | 'body', Haystack>>;

function scan(
  journal: Journal,
  id: string,
  secrets: readonly Secret[],
  partsOf: (answer: Exchange) => Parts,
): Finding[] {
  const needles = needlesOf(secrets);
  if (needles.length === 0) return [];
  return journal.exchanges.flatMap((exchange) => {
    if (exchange.to !== 'sees' || exchange.response === undefined) return [];
    const leaks = leaksIn(exchange, needles, partsOf(exchange));
    const say = new Say(journal, id, exchange);
    if (leaks.length === 0) return say.right('the answer to the client holds none of it, in any form looked for');
    return say.wrong('the answer to the client gives a secret away', 'nothing of the kind', leaks.join('; '));
  });
}

function leaksIn(exchange: Exchange, needles: readonly Needle[], parts: Parts): string[] {
  const leaks: string[] = [];
  let sent: Haystack | undefined;
  for (const [place, haystack] of Object.entries(parts)) {
    const found = new Set<string>();
    for (const needle of needles) {
      if (needle.partOf !== undefined && found.has(needle.partOf)) continue;
      const form = haystack.find(needle);
      if (form === undefined) continue;
      found.add(needle.name);
      // What the client wrote itself is no secret to it: an IV that equals the content id, a cookie that equals a device id.
      sent ??= new Haystack(exchange.request.url, exchange.request.body);
      if (sent.find(needle) === undefined) leaks.push(`${needle.name} ${form} in the ${place}`);
    }
  }
  return leaks;
}

const read = new WeakMap<Exchange, Parts>();

function wholeAnswer(exchange: Exchange): Parts {
  let parts = read.get(exchange);
  if (parts === undefined) {
    const { headers = {}, body = '' } = exchange.response ?? {};
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    read.set(exchange, (parts = { headers: new Haystack(...lines), body: new Haystack(body) }));
  }
  return parts;
}

function besideTokenUrl(exchange: Exchange): Parts {
  const { json } = entitlementOf(exchange);
  const whole = wholeAnswer(exchange);
  if (json === undefined) return whole;
  const { epTokenURL: _url, ...rest } = json;
  return { ...whole, body: new Haystack(JSON.stringify(rest)) };
}

/** Configured, and what SEES was seen to send to ExpressPlay: its store may hold more than the harness was told. */
function keyMaterial(journal: Journal, known: Known): Secret[] {
  const secrets: Secret[] = [];
  for (const content of known.contents.values()) {
    for (const name of ['contentKey', 'iv', 'kek', 'ek'] as const) {
      secrets.push({ name: `${name} of ${content.contentID}`, text: content[name] ?? '' });
    }
  }
  for (const call of seesCallsOf(journal)) {
    for (const { name, value } of parametersOf(call).list) {
      if (['contentKey', 'iv', 'kek', 'ek'].includes(name))
        secrets.push({ name: `${name} of a token request`, text: value });
    }
  }
  return secrets;
}

function deviceIds(journal: Journal, known: Known): Secret[] {
  const ids = seesCallsOf(journal).flatMap((call) => [
    ...(recordsOf(call, known.record) ?? []).map(({ deviceId }) => deviceId ?? ''),
    ...deviceRestriction(parametersOf(call), known.readings).map(({ value }) => value),
  ]);
  return ids.map((text) => ({ name: 'a device id', text }));
}
