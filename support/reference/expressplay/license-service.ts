import { bytes } from '../answers';
import type { Clock, Handler, HttpRequest, HttpResponse } from '../../exchange';
import { CkcError, SpcError, buildCkc, parseSpc, type ParsedSpc } from '../../fairplay';
import { TOKEN_PARAMETER, parseParameters, queryOf } from '../../protocol';
import { deviceIdText } from './device-id';
import type { ExpressPlayOptions } from './expressplay-options';
import type { ExpressPlayRules } from './expressplay-rules';
import { METHOD_NOT_ALLOWED, errorAnswer, serviceError, type ServiceError } from './service-error';
import type { IssuedToken, TokenCodec } from './token-codec';
import type { TransactionHistory } from './transaction-history';

/** The documents name codes, not statuses, for a refused license; 403 is what the field has seen (RNV). */
const REFUSED = 403;

const INVALID_TOKEN = serviceError(-4010, 'The token is invalid.', REFUSED);
const EXPIRED_TOKEN = serviceError(-4010, 'Expired token.', REFUSED);
const OTHER_DRM = serviceError(-6002, 'The FairPlay token type is invalid.', REFUSED);
const BAD_SPC = serviceError(-4001, 'The device could not be authenticated.', REFUSED);
const OTHER_DEVICE = serviceError(-4001, 'The device is not the one the token is bound to.', REFUSED);
const NO_CKC = serviceError(-6004, 'The license could not be generated.', REFUSED);

/** `/hms/fp/rights/`: raw SPC in, raw CKC out; validated by the token alone (AVM). */
export function createLicenseService(
  options: ExpressPlayOptions,
  rules: ExpressPlayRules,
  clock: Clock,
  random: (length: number) => Buffer,
  codec: TokenCodec,
  history: TransactionHistory,
): Handler {
  /** Judges a redemption; the first fault counts. */
  const judge = (
    token: IssuedToken,
    tokenText: string,
    spc: ParsedSpc | undefined,
    deviceId: string | undefined,
  ): Buffer | ServiceError => {
    if (token.drm !== 'fairplay') return OTHER_DRM;
    const use = deviceId === undefined ? { token } : { token, deviceId };
    if (rules.isExpired(token.expiresAtMs, clock.now(tokenText), use)) return EXPIRED_TOKEN;
    if (spc === undefined) return BAD_SPC;
    if (token.deviceId !== undefined && !rules.deviceMatches(token.deviceId, deviceId)) return OTHER_DEVICE;
    return makeCkc(spc, rules.licensed(use), random);
  };

  const redeem = (request: HttpRequest): HttpResponse => {
    if (request.method !== 'POST') return errorAnswer(METHOD_NOT_ALLOWED, 'json', { allow: 'POST' });
    const tokenText = tokenParameter(request.url);
    const token = tokenText === undefined ? undefined : codec.open(tokenText);
    if (tokenText === undefined || token === undefined) return errorAnswer(INVALID_TOKEN, 'json');
    const spc = readSpc(request.body, options);
    const deviceId = spc === undefined ? undefined : usableDeviceId(spc, options);
    const verdict = judge(token, tokenText, spc, deviceId);
    const refused = Buffer.isBuffer(verdict) ? undefined : verdict;
    const draft = rules.eventOf({
      ...(refused?.code === undefined ? {} : { errorCode: refused.code }),
      ...(token.cookie === undefined ? {} : { cookie: token.cookie }),
      ...(deviceId === undefined ? {} : { deviceId }),
    });
    history.log(token.account, draft);
    return Buffer.isBuffer(verdict) ? bytes(200, 'application/octet-stream', verdict) : errorAnswer(verdict, 'json');
  };

  return (request) => Promise.resolve(redeem(request));
}

/** What stands beside the token in the query has no say (EP-LIC-16, EP-LIC-23). */
function tokenParameter(url: string): string | undefined {
  return parseParameters(queryOf(url)).find(({ name }) => name === TOKEN_PARAMETER)?.value;
}

function readSpc(body: Buffer, { credentials }: ExpressPlayOptions): ParsedSpc | undefined {
  try {
    return parseSpc(body, credentials);
  } catch (error) {
    if (error instanceof SpcError) return undefined;
    throw error;
  }
}

/** With the AV adapter's indicator HU names the adapter, not the device (fit for no binding). */
function usableDeviceId(spc: ParsedSpc, { deviceIdForm = 'hex' }: ExpressPlayOptions): string | undefined {
  return spc.indicator === 'av-adapter' ? undefined : deviceIdText(spc.hu, deviceIdForm);
}

function makeCkc(spc: ParsedSpc, token: IssuedToken, random: (length: number) => Buffer): Buffer | ServiceError {
  const { rentalDuration } = token;
  const keys = { contentKey: Buffer.from(token.contentKey, 'hex'), iv: Buffer.from(token.iv, 'hex') };
  const rental = rentalDuration === undefined || rentalDuration === 0 ? {} : { rentalSeconds: rentalDuration };
  try {
    return buildCkc(spc, { ...keys, ...rental }, random);
  } catch (error) {
    if (error instanceof CkcError) return NO_CKC;
    throw error;
  }
}
