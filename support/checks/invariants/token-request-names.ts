import type { Journal } from '../../exchange';
import { DEVICE_ID_NAMES, DOCUMENTED_TOKEN_PARAMETERS } from '../../protocol';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import {
  backendCallsOf,
  deviceRestriction,
  entitlementsOf,
  isGrant,
  keyBelongsTo,
  notApplicable,
  quote,
  shape,
  tokenAnswer,
} from '../reading';
import { invariant, invariantOnEach, Say } from './invariant';
import { calls, tokenRequests, tokenRequestsOfType } from './judged-calls';

const DOCUMENTED = new Set(DOCUMENTED_TOKEN_PARAMETERS);
const IN_ANY_CASE = new Map(DOCUMENTED_TOKEN_PARAMETERS.map((name) => [name.toLowerCase(), name]));
const EXTENSION = /^[^,]{4},(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}(?:==)?|[A-Za-z0-9+/]{3}=?)?$/u;

/** Names and numbers of token requests (FP-TOK, EP-IT, DIA-BIND). */
export const TOKEN_REQUEST_NAMES: readonly Check[] = [
  invariantOnEach('EP-TOK-21', tokenRequests, ({ parameters }, say) => {
    const misspelt = parameters.list.find(({ name }) => !DOCUMENTED.has(name) && IN_ANY_CASE.has(name.toLowerCase()));
    if (misspelt === undefined) return say.right('every documented name is in its documented case');
    const expected = quote(IN_ANY_CASE.get(misspelt.name.toLowerCase()));
    return say.wrong('a documented name is not in its documented case', expected, quote(misspelt.name));
  }),

  invariant('EP-TOK-23', extensions),

  invariantOnEach('EP-TOK-24', tokenRequests, ({ parameters }, say, { readings }) => {
    const restrictions = new Set([
      ...DEVICE_ID_NAMES,
      ...deviceRestriction(parameters, readings).map(({ name }) => name),
    ]);
    const foreign = [...new Set(parameters.list.map(({ name }) => name))].filter(
      (name) => !IN_ANY_CASE.has(name.toLowerCase()) && !restrictions.has(name),
    );
    if (foreign.length === 0) return say.observed('no parameter that is foreign to FairPlay');
    return say.observed(`parameters that are foreign to FairPlay: ${foreign.map(quote).join(', ')}`);
  }),

  invariantOnEach(
    'EP-TOK-25',
    (journal, { backend }) => (backend ? entitlementsOf(journal).filter(({ exchange }) => isGrant(exchange)) : []),
    ({ exchange }, say, known, journal) => {
      const { token } = backendCallsOf(journal, exchange, known);
      const successful = token.filter((call) => tokenAnswer(call) !== undefined).length;
      return say.observed(`${successful} token requests with success for this grant, ${token.length} in all`);
    },
  ),

  invariantOnEach('EP-TOK-26', tokenRequestsOfType(2), ({ parameters, content, purpose }, say, known) => {
    if (content === undefined) return say.notApplicable(`no key is configured for content ${quote(purpose.contentID)}`);
    const own = keyBelongsTo(parameters, content);
    if (own === true) return say.right('the registration asks for the key of the title it names');
    const others = [...known.contents.values()].filter(({ contentID }) => contentID !== content.contentID);
    const other = others.find((title) => keyBelongsTo(parameters, title) === true);
    if (own === undefined && other === undefined) return undefined;
    const observed = other === undefined ? 'the key of no configured title' : `the key of ${quote(other.contentID)}`;
    return say.wrong("a registration asks for another title's key", `the key of ${quote(content.contentID)}`, observed);
  }),

  invariantOnEach(
    'EP-TOK-27',
    (journal, known) => calls(journal, known).filter(({ exchange }) => exchange.operation === 'token'),
    ({ exchange }, say) => say.observed(`SEES asks for tokens by ${exchange.request.method}`),
  ),
];

/** EP-TOK-23: an extension has its form; a SEES that sends none has nothing to be judged by. */
function extensions(journal: Journal, known: Known): Finding[] {
  const check = 'EP-TOK-23';
  const requests = tokenRequests(journal, known);
  const findings = requests.flatMap(({ exchange, parameters }) =>
    parameters.all('fpExtension').map(({ value }) => {
      const say = new Say(journal, check, exchange);
      if (EXTENSION.test(value)) return say.right('fpExtension is a type and a base64 payload');
      const expected = '4 characters, a comma, base64';
      return say.wrong(
        'fpExtension has not the documented form',
        expected,
        `${shape(value)} (${commas(value)} commas)`,
      );
    }),
  );
  if (findings.length > 0 || requests.length === 0) return findings;
  return [notApplicable(journal, check, 'SEES sends no fpExtension')];
}

function commas(value: string): number {
  return value.split(',').length - 1;
}
