import type { HandlerDeps } from '../deps';
import type { Handler } from '../../exchange';
import { RECORD_PATH, RIGHTS_PATH, TOKEN_PATH } from '../../protocol';
import { pathOf } from '../parameters';
import { Accounts } from './accounts';
import type { ExpressPlayOptions } from './expressplay-options';
import { DEFAULT_EXPRESSPLAY_RULES, type ExpressPlayRules } from './expressplay-rules';
import { createLicenseService } from './license-service';
import { createRecordService } from './record-service';
import { RequestParameters } from './request-parameters';
import { NOT_FOUND, errorAnswer } from './service-error';
import { TokenCodec, type IssuedToken } from './token-codec';
import { createTokenService, errorFormat } from './token-service';
import { TransactionHistory } from './transaction-history';

export interface ExpressPlayService {
  readonly token: Handler;
  readonly record: Handler;
  readonly license: Handler;
  /** All three by their documented paths; 404 elsewhere. */
  readonly handle: Handler;
  readonly history: TransactionHistory;
  /** What a token of this service says, expired ones included; undefined for any other text. For the harness's own use. */
  readonly issued: (token: string) => IssuedToken | undefined;
  /** An authentic token of another DRM, which the FairPlay license service must refuse (-6002). */
  readonly otherDrmToken: () => string;
  /** A token as another environment issues it: authentic there, unknown here. */
  readonly otherEnvironmentToken: () => string;
}

/**
 * The reference ExpressPlay: token, record and license service over one history, as pure handlers.
 * @throws {Error} at creation when the credentials cannot read an SPC
 */
export function createExpressPlay(
  options: ExpressPlayOptions,
  deps: Omit<HandlerDeps, 'call'>,
  rules: ExpressPlayRules = DEFAULT_EXPRESSPLAY_RULES,
): ExpressPlayService {
  const { clock, random } = deps;
  if (options.credentials.privateKey === undefined) {
    throw new Error('Reference ExpressPlay: its credentials hold no private key, so it could read no SPC');
  }
  const accounts = new Accounts(options.accounts);
  const codec = new TokenCodec(random);
  const history = new TransactionHistory(clock, options.record?.visibilityMs ?? 0, rules.eventsTold);

  const token = createTokenService(options, rules, clock, accounts, codec);
  const record = createRecordService(options.record ?? {}, accounts, history);
  const license = createLicenseService(options, rules, clock, random, codec, history);
  const services: ReadonlyMap<string, Handler> = new Map([
    [TOKEN_PATH, token],
    [RECORD_PATH, record],
    [RIGHTS_PATH, license],
  ]);

  const handle: Handler = (request) => {
    const path = pathOf(request.url);
    // The trailing slash is the documents' wish, not a reason to fail.
    const service = services.get(path) ?? services.get(`${path}/`);
    if (service !== undefined) return service(request);
    return Promise.resolve(errorAnswer(NOT_FOUND, errorFormat(new RequestParameters(request)) ?? 'html'));
  };

  const sealBy = (sealer: TokenCodec, drm: IssuedToken['drm']): string => {
    const issuedAtMs = clock.now();
    const keys = { contentKey: '0'.repeat(32), iv: '0'.repeat(32) };
    const expiresAtMs = issuedAtMs + rules.expiryLimit() * 1000;
    return sealer.seal({ id: 0, drm, account: accounts.first, ...keys, issuedAtMs, expiresAtMs });
  };

  return {
    token,
    record,
    license,
    handle,
    history,
    issued: (text) => codec.open(text),
    otherDrmToken: () => sealBy(codec, 'other'),
    // Environments share no keys.
    otherEnvironmentToken: () => sealBy(new TokenCodec(random), 'fairplay'),
  };
}
