import { carriesCkc, identityOf, isPutOff, licenseWasGranted, sameHex } from '../checks';
import type { Exchange } from '../exchange';
import { answerInWords } from './answer-words';
import type { BackendWatch } from './backend-watch';
import type { Client } from './client';
import type { Crossings } from './crossings';
import type { Flow } from './flow';
import type { Owners } from './owners';
import type { Twins } from './twins';

/** Where a flow came to; `bound`: all the way to the key of its title. */
export type Reached =
  | { readonly end: 'bound' }
  | { readonly end: 'stopped'; readonly at: Stage; readonly why: string }
  /** The load was ended before the flow was. */
  | { readonly end: 'called off' };

export type Stage =
  'registration: entitlement' | 'registration: license' | 'bound title: entitlement' | 'bound title: license';

export interface BindingParts {
  readonly client: Client;
  readonly owners: Owners;
  readonly crossings: Crossings;
  readonly backend: BackendWatch;
  readonly twins: Twins;
  /** Content key by content id, hex. */
  readonly keyOf: (contentID: string) => string | undefined;
  /** Until the record service shows a registration. */
  readonly untilRecorded: () => Promise<void>;
  readonly signal: AbortSignal;
}

/** One complete binding: B1 to B16, each flow with a cookie, a device and message ids of its own. Never throws for what a target does. */
export async function bind(flow: Flow, parts: BindingParts): Promise<Reached> {
  const { client, signal, twins } = parts;
  const stopped = (at: Stage, exchange: Exchange): Reached =>
    signal.aborted ? { end: 'called off' } : { end: 'stopped', at, why: answerInWords(exchange) };

  const registration = await client.ask(flow, 2);
  if (registration.url === undefined) return stopped('registration: entitlement', registration.exchange);
  noteUrl(flow, registration.url, 2, parts);
  const registered = await client.redeem(flow, registration.url, 2);
  if (!licenseWasGranted(registered)) return stopped('registration: license', registered);
  judgeKey(flow, registered, parts);
  twins.registered(flow);

  await parts.untilRecorded();
  const grant = await client.ask(flow, 3);
  if (grant.url === undefined) return stopped('bound title: entitlement', grant.exchange);
  noteUrl(flow, grant.url, 3, parts);
  const wasTried = await twins.tryAsAnother(flow, grant.url, client);
  const license = await client.redeem(flow, grant.url, 3);
  if (!licenseWasGranted(license)) {
    if (!signal.aborted && !wasTried) noteRefusal(flow, license, parts);
    return stopped('bound title: license', license);
  }
  judgeKey(flow, license, parts);
  if (!opensWith(license, parts.keyOf(flow.title.contentID))) return stopped('bound title: license', license);
  twins.bound(flow);
  return { end: 'bound' };
}

/** The URL is this flow's alone and, where SEES' calls are seen, was asked for with its cookie and, for a title, its device. */
function noteUrl(flow: Flow, url: string, requestType: 2 | 3, { owners, crossings, backend }: BindingParts): void {
  const owner = owners.takes(identityOf(url), flow);
  if (owner.name !== flow.name) {
    crossings.add('token URL', flow.name, `${flow.name} got the token URL of ${owner.name}`);
    return;
  }
  const source = backend.sourceOf(url);
  if (source === undefined) return;
  if (source.owner !== undefined && source.owner.name !== flow.name) {
    const sentence = `${flow.name} got a token that was asked for with the cookie of ${source.owner.name}`;
    crossings.add('cookie', flow.name, sentence);
  }
  if (requestType === 3 && source.names === 'no device') {
    crossings.add('binding', flow.name, `${flow.name} got a token that is bound to no device`);
  }
}

/** Only a bound token can be somebody else's. A service that is overrun says so, or breaks; it does not say that. */
function noteRefusal(flow: Flow, exchange: Exchange, { crossings }: BindingParts): void {
  const { response } = exchange;
  if (response === undefined || isPutOff(exchange) || response.status >= 500) return;
  const how = carriesCkc(exchange) ? 'a CKC for another device' : answerInWords(exchange);
  crossings.add('binding', flow.name, `${flow.name} got no license with its own token URL: ${how}`);
}

/** A key that is wrong in itself, or that of a title that the same flow asked for, comes from nobody else. */
function judgeKey(flow: Flow, { opened }: Exchange, { crossings, owners }: BindingParts): void {
  if (opened?.kind !== 'opened') return;
  const titles = owners.titlesOf(opened.contentKey.toString('hex'));
  if (titles.size === 0 || flow.contentIDs.some((id) => titles.has(id))) return;
  crossings.add('key', flow.name, `${flow.name} got the key of a title that it never asked for`);
}

function opensWith({ opened }: Exchange, key: string | undefined): boolean {
  return opened?.kind === 'opened' && key !== undefined && sameHex(opened.contentKey.toString('hex'), key);
}
