import type { Handler, HttpRequest, HttpResponse } from '../../exchange';
import { findErrorCode, readUriList, TOKEN_PARAMETER, tokenOf } from '../../protocol';
import { parametersOf, serviceOf, without, withParameters, type Facts, type Parameters } from '../making';
import type { Applied, Violation } from '../violation';

/** A license request beside the token request that its token came from. */
export interface Redemption {
  readonly request: HttpRequest;
  /** What the token was asked for with, without the authenticator. */
  readonly order: Parameters;
  /** What stands in the query beside the token. */
  readonly beside: Parameters;
  /** Every order so far, this one included, the oldest first. */
  readonly orders: readonly Parameters[];
}

/** The name that a token request has its device restriction under; undefined: it has none. */
export function restrictionIn(order: Parameters): string | undefined {
  return order.find(([name]) => name.replace('_', '').toLowerCase() === 'deviceid')?.[0];
}

/** Token requests by the token that answered them. */
class Orders {
  readonly #byToken = new Map<string, HttpRequest>();

  heed(request: HttpRequest, { status, body }: HttpResponse): void {
    const token = status === 200 ? tokenIn(body) : undefined;
    if (token !== undefined) this.#byToken.set(token, request);
  }

  of(token: string): HttpRequest | undefined {
    return this.#byToken.get(token);
  }

  get tokens(): readonly string[] {
    return [...this.#byToken.keys()];
  }

  get all(): readonly Parameters[] {
    return [...this.#byToken.values()].map(parametersOf);
  }
}

/** Redeems under another order than the token's own; undefined where no token can be had for it. */
type RedeemAs = (order: Parameters) => Promise<HttpResponse | undefined>;

type Redeem = (redemption: Redemption, asItIs: () => Promise<HttpResponse>, as: RedeemAs) => Promise<HttpResponse>;

function aroundRedemptions(facts: Facts, memory: (applied: Applied) => Redeem): Violation {
  return {
    ...facts,
    party: 'expressplay',
    expressplay: (handler, applied) => {
      const orders = new Orders();
      const redeem = memory(applied);
      return async (request) => {
        const service = serviceOf(request);
        const token = service === 'license' ? tokenOf(request.url) : undefined;
        const source = token === undefined ? undefined : orders.of(token);
        if (service === 'license' && source !== undefined) {
          const beside = without(parametersOf({ ...request, method: 'GET' }), TOKEN_PARAMETER);
          const redemption = { request, order: parametersOf(source), beside, orders: orders.all };
          return redeem(
            redemption,
            () => handler(request),
            (order) => redeemedAs(handler, request, withParameters(source, order)),
          );
        }
        const answer = await handler(request);
        if (service === 'token') orders.heed(request, answer);
        return answer;
      };
    },
  };
}

/** With a fresh token for this token request in the place of the one that came. */
async function redeemedAs(
  handler: Handler,
  request: HttpRequest,
  source: HttpRequest,
): Promise<HttpResponse | undefined> {
  const token = tokenIn((await handler(source)).body);
  return token === undefined ? undefined : handler(withToken(request, token));
}

function tokenIn(body: Buffer): string | undefined {
  const { url } = readUriList(body.toString('utf8'));
  return url === undefined ? undefined : tokenOf(url);
}

/** The license request with that token as all of its query. */
function withToken(request: HttpRequest, token: string): HttpRequest {
  return { ...request, url: `${/^[^?#]*/.exec(request.url)?.[0] ?? ''}?${TOKEN_PARAMETER}=${token}` };
}

/** @returns the order that is wrongly taken for the token's; undefined: its own */
export type OrderChange = (redemption: Redemption) => Parameters | undefined;

/** ExpressPlay gives a license as if the token had been asked for otherwise. */
export function grantsOtherwise(facts: Facts, memory: () => OrderChange): Violation {
  return aroundRedemptions(facts, (applied) => {
    const change = memory();
    return async (redemption, asItIs, as) => {
      const order = change(redemption);
      if (order === undefined) return asItIs();
      applied();
      return (await as(order)) ?? asItIs();
    };
  });
}

/** The same where the right answer is a refusal. */
export function grantsAnyway(facts: Facts, change: OrderChange): Violation {
  return aroundRedemptions(facts, (applied) => async (redemption, asItIs, as) => {
    const right = await asItIs();
    const order = right.status === 200 ? undefined : change(redemption);
    const wrong = order === undefined ? undefined : await as(order);
    if (wrong?.status !== 200) return right;
    applied();
    return wrong;
  });
}

/** ExpressPlay answers a redemption otherwise, knowing what the token was asked for with. */
export function answersRedemption(
  facts: Facts,
  memory: () => (right: HttpResponse, redemption: Redemption) => HttpResponse | undefined,
): Violation {
  return aroundRedemptions(facts, (applied) => {
    const change = memory();
    return async (redemption, asItIs) => {
      const right = await asItIs();
      const wrong = change(right, redemption);
      if (wrong === undefined) return right;
      applied();
      return wrong;
    };
  });
}

/**
 * @param code of the refusal that the text has earned
 * @returns the issued token that it is wrongly taken for; undefined: none
 */
export type TokenGuess = (text: string | undefined, issued: readonly string[], code: number) => string | undefined;

/** ExpressPlay takes a text for one of its tokens that it has to refuse. */
export function recognizes(facts: Facts, guess: TokenGuess): Violation {
  return {
    ...facts,
    party: 'expressplay',
    expressplay: (handler, applied) => {
      const orders = new Orders();
      return async (request) => {
        const right = await handler(request);
        const service = serviceOf(request);
        if (service === 'token') orders.heed(request, right);
        if (service !== 'license' || request.method !== 'POST' || right.status === 200) return right;
        const code = findErrorCode(right.body.toString('utf8')) ?? 0;
        const token = guess(tokenOf(request.url), orders.tokens, code);
        const wrong = token === undefined ? right : await handler(withToken(request, token));
        if (wrong.status !== 200) return right;
        applied();
        return wrong;
      };
    },
  };
}
