import type { EntitlementStimulus, Exchange } from '../exchange';

/** What an entitlement request brought: the exchange and, where SEES granted, the token URL. */
export interface Grant {
  readonly exchange: Exchange;
  readonly stimulus: EntitlementStimulus;
  /** The URL to redeem; undefined when SEES did not hand one out. */
  readonly url: string | undefined;
}
