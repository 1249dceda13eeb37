import type { EntitlementStimulus, Exchange, Journal } from '../../exchange';
import { unwrapContentKey, type Content } from '../../protocol';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import {
  backendCallsOf,
  couldNotTest,
  entitlementsOf,
  isGrant,
  notApplicable,
  parametersOf,
  right,
  sameHex,
  shape,
  wrong,
  type RequestParameters,
} from '../reading';

interface Asked {
  readonly call: Exchange;
  readonly parameters: RequestParameters;
  readonly stimulus: EntitlementStimulus;
  readonly content: Content;
}

/** Token requests for the sake of granted time-based and device-bound entitlements of such titles. */
function askedFor(journal: Journal, known: Known, concerns: (content: Content) => boolean): Asked[] {
  return entitlementsOf(journal).flatMap(({ exchange, stimulus }) => {
    const content = known.contents.get(stimulus.contentID);
    if (content === undefined || !concerns(content) || stimulus.requestType === 2) return [];
    return backendCallsOf(journal, exchange, known)
      .token.map((call) => ({ call, parameters: parametersOf(call), stimulus, content }))
      .filter(({ parameters }) => parameters.readable);
  });
}

/** Of the requests for such titles none led to a token request: where SEES grants all the same, it had one. */
function nothingAsked(journal: Journal, check: string, known: Known, concerns: (content: Content) => boolean): Finding {
  const kept = entitlementsOf(journal).some(({ exchange, stimulus }) => {
    const content = known.contents.get(stimulus.contentID);
    return content !== undefined && concerns(content) && isGrant(exchange);
  });
  return kept
    ? notApplicable(journal, check, 'SEES granted without asking: tokens it got earlier')
    : couldNotTest(journal, check, 'SEES sent no token request for such a title');
}

/** EP-TOK-28: a rental policy is in the token request of both types. Whether it is the right one is EP-TOK-10. */
function rental(journal: Journal, known: Known): Finding[] {
  const check = 'EP-TOK-28';
  const isRented = ({ rentalDuration = 0 }: Content): boolean => rentalDuration > 0;
  const asked = askedFor(journal, known, isRented);
  if (asked.length === 0) return [nothingAsked(journal, check, known, isRented)];
  return asked.map(({ call, parameters, stimulus }) => {
    const type = `type ${stimulus.requestType}`;
    const sent = parameters.get('rentalDuration') ?? '';
    if (sent !== '' && Number(sent) !== 0) return right(journal, check, `the ${type} request has the rental`, call);
    return wrong(journal, check, `the ${type} request for a rented title has no rental`, {
      expected: 'rentalDuration',
      observed: sent === '' ? 'none' : 'rentalDuration of 0 seconds',
      exchange: call,
    });
  });
}

const FORMS: Readonly<Record<'kid' | 'kek' | 'ek', { readonly form: RegExp; readonly words: string }>> = {
  kid: { form: /^(?:[0-9a-f]{32}|\^.{1,64})$/isu, words: '32 hex digits, or ^ and 1 to 64 characters' },
  kek: { form: /^(?:[0-9a-f]{32}|[0-9a-f]{48}|[0-9a-f]{64})$/i, words: 'an AES key as hex' },
  ek: { form: /^[0-9a-f]{48}$/i, words: '48 hex digits' },
};
const NAMES = Object.keys(FORMS) as (keyof typeof FORMS)[];

const isWrapped = ({ kid, kek, ek }: Content): boolean => [kid, kek, ek].some((value) => value !== undefined);

function eachWrapped(
  check: string,
  judge: (asked: Asked) => { readonly name: string; readonly expected: string; readonly observed: string } | undefined,
): Check {
  return {
    id: check,
    subject: 'token-request',
    judge: (journal, known) => {
      const asked = askedFor(journal, known, isWrapped);
      if (asked.length === 0) return [nothingAsked(journal, check, known, isWrapped)];
      return asked.map((one) => {
        const { call, parameters, stimulus } = one;
        const used = NAMES.filter((name) => (parameters.get(name) ?? '') !== '');
        if (used.length === 0) return notApplicable(journal, check, 'SEES sends the key itself', call);
        const problem = judge(one);
        const what = `${used.join(' and ')} of the type ${stimulus.requestType} request`;
        if (problem === undefined) return right(journal, check, `${what} are as they should be`, call);
        const { name, expected, observed } = problem;
        return wrong(journal, check, `${name} of the type ${stimulus.requestType} request is not as it should be`, {
          expected,
          observed,
          exchange: call,
        });
      });
    },
  };
}

/** EP-TOK-29.form. */
const form = eachWrapped('EP-TOK-29.form', ({ parameters }) => {
  for (const name of NAMES) {
    const malformed = parameters.all(name).find(({ value }) => value !== '' && !FORMS[name].form.test(value));
    if (malformed !== undefined) return { name, expected: FORMS[name].words, observed: shape(malformed.value) };
  }
  return undefined;
});

/** EP-TOK-29.content. */
const content = eachWrapped('EP-TOK-29.content', ({ parameters, content: title }) => {
  for (const name of NAMES) {
    const stored = title[name];
    const foreign = parameters
      .all(name)
      .find(({ value }) => value !== '' && stored !== undefined && !same(value, stored));
    if (foreign !== undefined) return { name, expected: `the ${name} of the title`, observed: 'another one' };
  }
  const [kek, ek] = [parameters.get('kek') ?? '', parameters.get('ek') ?? ''];
  if (title.ek !== undefined || kek === '' || ek === '') return undefined;
  const key = unwrapContentKey(Buffer.from(kek, 'hex'), Buffer.from(ek, 'hex'))?.toString('hex');
  if (key === undefined || sameHex(key, title.contentKey)) return undefined;
  return { name: 'ek', expected: 'the wrapped key of the title', observed: 'another wrapped key' };
});

/** Hex digits in either case are the same; a name behind ^ is taken to the letter. */
function same(sent: string, stored: string): boolean {
  return stored.startsWith('^') ? sent === stored : sameHex(sent, stored);
}

export const TITLE_POLICIES: readonly Check[] = [
  { id: 'EP-TOK-28', subject: 'token-request', judge: rental },
  form,
  content,
];
