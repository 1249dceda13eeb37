import { TOKEN_PATH } from '../../protocol';
import type { Check } from '../check';
import { mediaType, pathOf, quote } from '../reading';
import { invariantOnEach } from './invariant';
import { calls, misdirected, tokenRequests } from './judged-calls';

/** How token requests travel and what they may hold at all (FP-TOK). */
export const TOKEN_REQUEST_FORM: readonly Check[] = [
  invariantOnEach(
    'EP-TOK-01',
    (journal, known) => [
      ...calls(journal, known).filter(({ exchange }) => exchange.operation === 'token'),
      ...misdirected(journal, known, 'token'),
    ],
    ({ exchange }, say) => {
      const path = pathOf(exchange.request.url);
      if (path.endsWith(TOKEN_PATH)) return say.right(`the token request goes to ${TOKEN_PATH}`);
      return say.wrong('a token request to another path', `a path that ends in ${TOKEN_PATH}`, quote(path));
    },
  ),

  invariantOnEach(
    'EP-TOK-02',
    (journal, known) => calls(journal, known).filter(({ exchange }) => exchange.operation === 'token'),
    ({ exchange }, say) => {
      const { method, headers } = exchange.request;
      const form = mediaType(headers) === 'application/x-www-form-urlencoded';
      if (method === 'GET' || (method === 'POST' && form)) return say.right(`the token request is a ${method}`);
      const seen = method === 'POST' ? `POST with ${quote(headers['content-type'] ?? 'no content type')}` : method;
      return say.wrong('a token request that is neither GET nor form POST', 'GET, or POST with a form', seen);
    },
  ),

  invariantOnEach('EP-TOK-03', tokenRequests, ({ parameters }, say, { customerAuthenticator }) => {
    const sent = parameters.all('customerAuthenticator');
    if (sent.length !== 1) {
      return say.wrong('customerAuthenticator must be there once', 'one value', `${sent.length} values`);
    }
    if (customerAuthenticator === undefined) return say.notApplicable('the authenticator of SEES is not configured');
    if (sent[0]?.value === customerAuthenticator) return say.right('customerAuthenticator is the configured one');
    return say.wrong('customerAuthenticator is not the configured one', 'the configured value', 'another value');
  }),

  invariantOnEach('EP-TOK-08.value', tokenRequests, ({ parameters }, say) => {
    const foreign = parameters.all('errorFormat').find(({ value }) => value !== 'html' && value !== 'json');
    if (foreign === undefined) return say.right('errorFormat is absent, html or json');
    return say.wrong('errorFormat has an undocumented value', 'absent, html or json', quote(foreign.value));
  }),

  invariantOnEach('EP-TOK-08.json', tokenRequests, ({ parameters }, say) => {
    const format = parameters.get('errorFormat');
    if (format === 'json') return say.right('errors are asked for as JSON');
    const seen = format === undefined ? 'no errorFormat' : quote(format);
    return say.wrong('errors are not asked for as JSON', 'errorFormat=json', seen);
  }),

  invariantOnEach('EP-TOK-09', tokenRequests, ({ parameters }, say) => {
    const foreign = parameters.all('generalFlags').find(({ value }) => !/^0+$/.test(value));
    if (foreign === undefined) return say.right('generalFlags is absent or all zero');
    return say.wrong('generalFlags is not all zero', 'absent, 0000 or 00000000', quote(foreign.value));
  }),

  invariantOnEach('EP-TOK-22', tokenRequests, ({ parameters }, say) => {
    const names = parameters.list.map(({ name }) => name).filter((name) => name !== 'fpExtension');
    const doubled = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
    if (doubled.length === 0) return say.right('no parameter occurs twice');
    return say.wrong('a parameter occurs twice', 'each name once', doubled.map(quote).join(', '));
  }),
];
