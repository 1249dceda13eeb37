import type { Content } from '../../protocol';
import type { Check, Known } from '../check';
import type { Finding } from '../finding';
import { isHexOf16Bytes, ivBelongsTo, keyBelongsTo, quote, sameHex, shape } from '../reading';
import { invariantOnEach, type Say } from './invariant';
import { tokenRequests, tokenRequestsOfType, type JudgedCall } from './judged-calls';

/** The key material and usage rules of token requests (FP-TOK, SEES-TIME). */
export const TOKEN_REQUEST_KEYS: readonly Check[] = [
  invariantOnEach('EP-TOK-04', tokenRequests, ({ parameters }, say) => {
    const has = (name: string) => (parameters.get(name) ?? '') !== '';
    const present = ['contentKey', 'kek', 'kid', 'ek'].filter(has);
    const wrapped = has('kek') && has('kid') !== has('ek');
    const overdone = has('kek') && has('kid') && has('ek');
    if (!overdone && (has('contentKey') || wrapped))
      return say.right(`the key material is complete: ${present.join(', ')}`);
    const seen = present.length === 0 ? 'none of them' : present.join(', ');
    return say.wrong('the key material is not complete', 'contentKey, or kek with exactly one of kid and ek', seen);
  }),

  invariantOnEach('EP-TOK-05', tokenRequests, (call, say, known) => {
    if (call.parameters.all('contentKey').length === 0) return undefined;
    return judgeHex('contentKey', call, say, known);
  }),

  invariantOnEach('EP-TOK-06', tokenRequests, (call, say, known) => {
    if (call.parameters.all('iv').length > 0) return judgeHex('iv', call, say, known);
    return say.wrong('a token request without iv', 'iv as 32 hex digits', 'no iv');
  }),

  invariantOnEach('EP-TOK-07', tokenRequestsOfType(1, 3), ({ parameters, content, purpose }, say, known) => {
    if (content === undefined) return say.notApplicable(`no key is configured for content ${quote(purpose.contentID)}`);
    const key = keyBelongsTo(parameters, content);
    const iv = ivBelongsTo(parameters, content);
    if (key === false || iv === false) {
      const strangers = [key === false ? 'the key' : '', iv === false ? 'the IV' : ''].filter((part) => part !== '');
      const origin = originOf(
        key === false ? 'contentKey' : 'iv',
        parameters.get(key === false ? 'contentKey' : 'iv'),
        known,
      );
      const message = 'key and IV are not both those of the requested content';
      return say.wrong(message, `key and IV of ${quote(purpose.contentID)}`, `${strangers.join(' and ')} of ${origin}`);
    }
    if (key === undefined || iv === undefined) return undefined;
    return say.right('key and IV belong to the requested content');
  }),

  invariantOnEach('EP-TOK-10', tokenRequests, ({ parameters, content }, say) => {
    const sent = parameters.all('rentalDuration').map(({ value }) => value);
    if (sent.length === 0) return say.notApplicable('no rentalDuration was sent');
    const malformed = sent.find((value) => !/^[0-9]+$/.test(value));
    if (malformed !== undefined) {
      return say.wrong('rentalDuration is no number of seconds', 'a non-negative decimal integer', quote(malformed));
    }
    if (content === undefined) return undefined;
    // Documented default of the parameter and of a title that is not rented: 0 (FP-TOK).
    const policy = content.rentalDuration ?? 0;
    const other = sent.find((value) => Number(value) !== policy);
    if (other === undefined) return say.right("rentalDuration is the content's policy");
    return say.wrong("rentalDuration is not the content's policy", `${policy} seconds`, `${quote(other)} seconds`);
  }),
];

function judgeHex(name: 'contentKey' | 'iv', call: JudgedCall, say: Say, known: Known): Finding | undefined {
  const sent = call.parameters.all(name).map(({ value }) => value);
  const malformed = sent.find((value) => !isHexOf16Bytes(value));
  if (malformed !== undefined) return say.wrong(`${name} is not 16 bytes as hex`, '32 hex digits', shape(malformed));
  const { purpose, content } = call;
  if (purpose === undefined) return undefined;
  if (content === undefined)
    return say.notApplicable(`no ${name} is configured for content ${quote(purpose.contentID)}`);
  const other = sent.find((value) => !sameHex(value, content[name]));
  if (other === undefined) return say.right(`${name} is the one stored for the content`);
  const expected = `the ${name} of ${quote(purpose.contentID)}`;
  return say.wrong(
    `${name} is not the one stored for the content`,
    expected,
    `that of ${originOf(name, other, known)}`,
  );
}

/** Whose key or IV it is, for a message that must not show it. */
function originOf(name: 'contentKey' | 'iv', value: string | undefined, known: Known): string {
  if (value === undefined) return 'another title';
  const owner = [...known.contents.values()].find((content: Content) => sameHex(content[name], value));
  return owner === undefined ? 'no configured title' : quote(owner.contentID);
}
