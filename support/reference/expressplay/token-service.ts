import { text } from '../answers';
import { INSTANTS, type Clock, type Handler, type HttpRequest, type HttpResponse } from '../../exchange';
import { TOKEN_PARAMETER } from '../../protocol';
import type { Accounts, NamedAccount } from './accounts';
import type { ExpressPlayOptions } from './expressplay-options';
import type { ExpressPlayRules } from './expressplay-rules';
import { RequestParameters } from './request-parameters';
import { METHOD_NOT_ALLOWED, errorAnswer, serviceError } from './service-error';
import type { TokenCodec } from './token-codec';
import { readTokenOrder } from './token-order';

/** `/hms/fp/token` (FP-TOK). */
export function createTokenService(
  options: ExpressPlayOptions,
  rules: ExpressPlayRules,
  clock: Clock,
  accounts: Accounts,
  codec: TokenCodec,
): Handler {
  let lastId = 0;

  const issue = (parameters: RequestParameters, account: NamedAccount, format: 'html' | 'json'): HttpResponse => {
    const nowMs = clock.now();
    const order = readTokenOrder(
      parameters,
      account,
      { nowMs, instantsMs: clock.now(INSTANTS) },
      rules,
      options.deviceBinding,
    );
    if ('status' in order) return errorAnswer(order, format);
    lastId += 1;
    const token = codec.seal({ ...order, id: lastId, drm: 'fairplay', account: account.name, issuedAtMs: nowMs });
    return text(200, 'text/uri-list', `${licenseUrl(options.licenseUrl, token)}\r\n`);
  };

  const answer = (request: HttpRequest): HttpResponse => {
    const parameters = new RequestParameters(request);
    const format = errorFormat(parameters);
    if (request.method !== 'GET' && request.method !== 'POST') {
      return errorAnswer(METHOD_NOT_ALLOWED, format ?? 'html', { allow: 'GET, POST' });
    }
    if (format === undefined) return errorAnswer(serviceError(-3004, 'The error format is invalid.'), 'html');
    const authenticated = accounts.authenticate(parameters.get('customerAuthenticator'));
    if (authenticated.kind === 'error') return errorAnswer(authenticated.error, format);
    const stateError = accounts.stateError(authenticated.account);
    return stateError === undefined
      ? issue(parameters, authenticated.account, format)
      : errorAnswer(stateError, format);
  };

  return (request) => Promise.resolve(answer(request));
}

/** Undefined: none of the documented values. */
export function errorFormat(parameters: RequestParameters): 'html' | 'json' | undefined {
  const format = parameters.get('errorFormat') ?? 'html';
  return format === 'html' || format === 'json' ? format : undefined;
}

function licenseUrl(base: string, token: string): string {
  return `${base}${base.includes('?') ? '&' : '?'}${TOKEN_PARAMETER}=${token}`;
}
