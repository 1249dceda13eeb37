import type { Exchange, Journal } from '../../exchange';
import { MAX_COOKIE_CHARACTERS } from '../../protocol';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import { deviceRestriction, quote, remembered, shape, type DeviceRestriction } from '../reading';
import { invariantOnEach, type Say } from './invariant';
import { purposefulTokenRequests, tokenRequestsOfType, type PurposefulCall } from './judged-calls';
import { knownDevices, sameDevice, type KnownDevices } from './known-devices';

/** What ties a token to a cookie and a device (DIA-BIND, DEVBIND). */
export const TOKEN_REQUEST_BINDING: readonly Check[] = [
  invariantOnEach('EP-TOK-16', tokenRequestsOfType(2, 3), ({ parameters, purpose }, say, { readings }) => {
    const { cookie } = purpose;
    if (cookie === undefined) return undefined;
    const sent = parameters.all('cookie').map(({ value }) => value);
    if (sent.length > 0 && sent.every((value) => value === cookie))
      return say.right('the token request carries the cookie');
    if (sent.length === 0 && readings['cookie.location'] === 'any')
      return say.notApplicable('no parameter carries the cookie, and by the reading cookie.location none has to');
    const seen = sent.length === 0 ? 'no cookie' : sent.map(quote).join(', ');
    return say.wrong("the token request does not carry the client's cookie", quote(cookie), seen);
  }),

  invariantOnEach('EP-TOK-17', purposefulTokenRequests, ({ parameters, purpose }, say) => {
    if (length(purpose.cookie ?? '') > MAX_COOKIE_CHARACTERS) return undefined;
    const sent = parameters.all('cookie').map(({ value }) => length(value));
    if (sent.length === 0) return undefined;
    const longest = Math.max(...sent);
    if (longest <= MAX_COOKIE_CHARACTERS)
      return say.right(`the cookie has at most ${MAX_COOKIE_CHARACTERS} characters`);
    return say.wrong('the cookie is too long', `at most ${MAX_COOKIE_CHARACTERS} characters`, `${longest} characters`);
  }),

  invariantOnEach('EP-TOK-18.value', tokenRequestsOfType(3), (call, say, known, journal) => {
    const { restrictions, devices } = bindingOf(call, journal, known);
    const [restriction] = restrictions;
    if (restriction === undefined || restrictions.length > 1) {
      const names = restrictions.map(({ name }) => quote(name)).join(', ');
      const message = 'a device-bound token request must carry exactly one device restriction';
      return say.wrong(message, 'one', restriction === undefined ? 'none' : names);
    }
    if (devices === undefined) return undefined;
    return judgeOrigin(restriction, devices, say);
  }),

  invariantOnEach('EP-TOK-18.bytes', tokenRequestsOfType(3), (call, say, known, journal) => {
    const { restrictions, devices } = bindingOf(call, journal, known);
    const [restriction] = restrictions;
    if (restriction === undefined || devices === undefined || !isAmong(restriction, devices.own)) return undefined;
    if (devices.own.has(restriction.value)) return say.right('the device id is byte for byte that of the record');
    const message = 'the device id is spelt otherwise than in the record';
    return say.wrong(message, 'the same bytes', `the same device in another spelling (${shape(restriction.value)})`);
  }),

  invariantOnEach('EP-TOK-19', tokenRequestsOfType(3), (call, say, known, journal) => {
    const { restrictions } = bindingOf(call, journal, known);
    const foreign = restrictions.find(({ accepted }) => !accepted);
    if (restrictions.length === 0) return undefined;
    if (foreign === undefined)
      return say.right(`the device restriction is named ${restrictions.map(({ name }) => name).join(', ')}`);
    const expected = `one of ${known.readings['names.deviceId'].join(', ')}`;
    return say.wrong('the device restriction has a name that is not accepted', expected, quote(foreign.name));
  }),

  invariantOnEach('EP-TOK-20.registration', tokenRequestsOfType(2), judgeUnbound('registration')),
  invariantOnEach('EP-TOK-20.time', tokenRequestsOfType(1), judgeUnbound('time-based')),
];

/** EP-REC-07 asks the same of the record's side. */
export function judgeOrigin(restriction: DeviceRestriction, devices: KnownDevices, say: Say): Finding {
  if (isAmong(restriction, devices.own)) return say.right("the device id is that of the cookie's record");
  const message = "the token is bound to another device than that of the cookie's record";
  const seen = isAmong(restriction, devices.foreign)
    ? 'the device id of an event under another cookie'
    : `${shape(restriction.value)}, in no event of this cookie`;
  return say.wrong(message, devices.own.size === 0 ? 'no device: the record has none' : "the record's device id", seen);
}

/** A device-bound token request's restrictions beside what SEES could know about the devices of its cookie. */
export interface Binding {
  readonly restrictions: readonly DeviceRestriction[];
  readonly devices: KnownDevices | undefined;
}

export function bindingOf(call: PurposefulCall, journal: Journal, known: Known): Binding {
  const bindings = bindingsOf(journal, known);
  let binding = bindings.get(call.exchange);
  if (binding === undefined) {
    // Whoever trusts the documented filter is not wrong to take what a record service gives that breaks it (SEES-ERR-13).
    const isMisled = call.purpose.upstream?.kind === 'other-cookies';
    const devices = isMisled ? undefined : knownDevices(journal, known, call.exchange, call.purpose);
    const ids = new Set([...(devices?.own ?? []), ...(devices?.foreign ?? [])]);
    binding = { restrictions: deviceRestriction(call.parameters, known.readings, ids), devices };
    bindings.set(call.exchange, binding);
  }
  return binding;
}

const bindingsOf = remembered(() => new Map<Exchange, Binding>());

function judgeUnbound(kind: string) {
  return ({ parameters }: PurposefulCall, say: Say, known: Known): Finding => {
    const names = deviceRestriction(parameters, known.readings).map(({ name }) => quote(name));
    if (names.length === 0) return say.right(`the ${kind} token request carries no device restriction`);
    return say.wrong(`a ${kind} token request with a device restriction`, 'none', names.join(', '));
  };
}

function isAmong({ value }: DeviceRestriction, ids: ReadonlySet<string>): boolean {
  return [...ids].some((id) => sameDevice(id, value));
}

/** Characters as the documents count them: code points. */
function length(text: string): number {
  return Array.from(text).length;
}
