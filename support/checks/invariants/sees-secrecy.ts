import type { Exchange, HttpHeaders, Journal } from '../../exchange';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import { deviceRestriction, entitlementOf, parametersOf, recordsOf, rememberedFor, seesCallsOf } from '../reading';
import { invariant, invariantOnEach, Say } from './invariant';
import { readableCalls } from './judged-calls';
import { Haystack, Needles, type Secret } from './secret-scan';

const THE_AUTHENTICATOR = 'the customer authenticator';

/** What must stay between SEES and ExpressPlay (ledger family sees-secrecy; QS-LIC, EP-AUTH, SEES-TIME, DIA-BIND). */
export const SEES_SECRECY: readonly Check[] = [
  invariant('SEES-SEC-01', (journal, known) => scan(journal, 'SEES-SEC-01', authenticator(known), wholeAnswer)),

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
type Parts = readonly (readonly [place: 'headers' | 'body', text: Haystack])[];

function scan(journal: Journal, id: string, needles: Needles, partsOf: (answer: Exchange) => Parts): Finding[] {
  if (needles.all.length === 0) return [];
  const findings: Finding[] = [];
  for (const exchange of journal.exchanges) {
    if (exchange.to !== 'sees' || exchange.response === undefined) continue;
    const leaks = leaksIn(exchange, needles, partsOf(exchange));
    const say = new Say(journal, id, exchange);
    findings.push(
      leaks.length === 0
        ? say.right('the answer to the client holds none of it, in any form looked for')
        : say.wrong('the answer to the client gives a secret away', 'nothing of the kind', leaks.join('; ')),
    );
  }
  return findings;
}

function leaksIn(exchange: Exchange, needles: Needles, parts: Parts): string[] {
  const leaks: string[] = [];
  for (const [place, haystack] of parts) {
    const found = needles.findIn(haystack);
    if (found.size === 0) continue;
    // What the client wrote itself is no secret to it: an IV that equals the content id, a cookie that equals a device id.
    const sent = needles.findIn(new Haystack(exchange.request.url, exchange.request.body));
    const names = new Set<string>();
    for (const [needle, form] of found) {
      if (needle.partOf !== undefined && names.has(needle.partOf)) continue;
      names.add(needle.name);
      if (!sent.has(needle)) leaks.push(`${needle.name} ${form} in the ${place}`);
    }
  }
  return leaks;
}

const read = new WeakMap<Exchange, Parts>();

function wholeAnswer(exchange: Exchange): Parts {
  let parts = read.get(exchange);
  if (parts === undefined) {
    const { headers = {}, body = '' } = exchange.response ?? {};
    read.set(
      exchange,
      (parts = [
        ['headers', rememberedHeaders(headers)],
        ['body', new Haystack(body)],
      ]),
    );
  }
  return parts;
}

/** Most answers of a run have one of a few headers. */
const headerTexts = new Map<string, Haystack>();
const MOST_REMEMBERED = 100;

function rememberedHeaders(headers: HttpHeaders): Haystack {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const key = JSON.stringify(lines);
  let text = headerTexts.get(key);
  if (text === undefined) {
    if (headerTexts.size >= MOST_REMEMBERED) headerTexts.clear();
    headerTexts.set(key, (text = new Haystack(...lines)));
  }
  return text;
}

function besideTokenUrl(exchange: Exchange): Parts {
  const { json } = entitlementOf(exchange);
  const whole = wholeAnswer(exchange);
  if (json === undefined) return whole;
  const { epTokenURL: _url, ...rest } = json;
  return whole.map((part) => (part[0] === 'body' ? ['body', new Haystack(JSON.stringify(rest))] : part));
}

const authenticator = rememberedFor(({ customerAuthenticator: whole = '' }: Known): Needles => {
  // Its id is no secret; what comes after the comma is all of it.
  const key = /^[^,]*,([^,]+)$/.exec(whole)?.[1] ?? '';
  return new Needles([
    { name: THE_AUTHENTICATOR, text: whole },
    { name: `the key of ${THE_AUTHENTICATOR}`, text: key, partOf: THE_AUTHENTICATOR },
  ]);
});

const KEY_NAMES = ['contentKey', 'iv', 'kek', 'ek'] as const;
const KEY_PARAMETERS: ReadonlySet<string> = new Set(KEY_NAMES);

const configuredKeys = rememberedFor(({ contents }: Known) => {
  const secrets = [...contents.values()].flatMap((content) =>
    KEY_NAMES.map((name): Secret => ({ name: `${name} of ${content.contentID}`, text: content[name] ?? '' })),
  );
  return { secrets, texts: new Set(secrets.map(({ text }) => text)), needles: new Needles(secrets) };
});

/** Configured, and what SEES was seen to send to ExpressPlay: its store may hold more than the harness was told. */
function keyMaterial(journal: Journal, known: Known): Needles {
  const { secrets, texts, needles } = configuredKeys(known);
  const others: Secret[] = [];
  for (const call of seesCallsOf(journal)) {
    for (const { name, value } of parametersOf(call).list) {
      if (KEY_PARAMETERS.has(name) && !texts.has(value))
        others.push({ name: `${name} of a token request`, text: value });
    }
  }
  return others.length === 0 ? needles : new Needles([...secrets, ...others]);
}

function deviceIds(journal: Journal, known: Known): Needles {
  const ids = seesCallsOf(journal).flatMap((call) => [
    ...(recordsOf(call, known.record) ?? []).map(({ deviceId }) => deviceId ?? ''),
    ...deviceRestriction(parametersOf(call), known.readings).map(({ value }) => value),
  ]);
  return new Needles(ids.map((text) => ({ name: 'a device id', text })));
}
