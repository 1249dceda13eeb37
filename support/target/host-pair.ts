import { directAdapter, hostBehindNock, listen } from '../hosting';
import type { Call, Handler } from '../exchange';
import type { Configuration } from './configuration';
import { transportToExpressPlay } from './transports';

/** What is to be done in the end, last things first. */
export type Cleanup = () => Promise<void> | void;

/** Names that no DNS server will ever know (RFC 6761). */
export const SEES_ORIGIN = 'https://sees.conformance.test';
const EXPRESSPLAY_ORIGIN = 'https://expressplay.conformance.test';
const ELSEWHERE_ORIGIN = 'https://elsewhere.conformance.test';

type Party = 'sees' | 'expressplay' | 'elsewhere';

/** Handlers of this process under origins of their own, by the hosting that is configured, and the way to call them. */
export async function hostPair(
  configuration: Configuration,
  handlers: Readonly<Record<Party, Handler>>,
  cleanups: Cleanup[],
): Promise<Readonly<Record<Party, string>> & { readonly call: Call }> {
  const { entitlementMs } = configuration.timeouts;
  const origins = { sees: SEES_ORIGIN, expressplay: EXPRESSPLAY_ORIGIN, elsewhere: ELSEWHERE_ORIGIN };
  if (configuration.hosting === 'direct') {
    const adapter = directAdapter(
      new Map([
        [SEES_ORIGIN, handlers.sees],
        [EXPRESSPLAY_ORIGIN, handlers.expressplay],
        [ELSEWHERE_ORIGIN, handlers.elsewhere],
      ]),
    );
    const call = transportToExpressPlay(configuration, entitlementMs, adapter);
    cleanups.push(() => call.close());
    return { ...origins, call };
  }
  if (configuration.hosting === 'port') {
    const sees = await listen(handlers.sees);
    cleanups.push(() => sees.close());
    const expressplay = await listen(handlers.expressplay);
    cleanups.push(() => expressplay.close());
    const elsewhere = await listen(handlers.elsewhere);
    cleanups.push(() => elsewhere.close());
    const call = transportToExpressPlay(configuration, entitlementMs);
    cleanups.push(() => call.close());
    return { sees: sees.origin, expressplay: expressplay.origin, elsewhere: elsewhere.origin, call };
  }
  const sees = hostBehindNock(handlers.sees, SEES_ORIGIN);
  const expressplay = hostBehindNock(handlers.expressplay, EXPRESSPLAY_ORIGIN);
  const elsewhere = hostBehindNock(handlers.elsewhere, ELSEWHERE_ORIGIN);
  const call = transportToExpressPlay(configuration, entitlementMs);
  cleanups.push(
    () => call.close(),
    () => sees.close(),
    () => expressplay.close(),
    () => elsewhere.close(),
  );
  return { ...origins, call };
}
