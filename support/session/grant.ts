import type { EntitlementStimulus, Exchange } from '../exchange';

/** A token URL and what it was asked for, whoever handed it out. */
export interface TokenGrant {
  /** The exchange that handed it out, or was to. */
  readonly exchange: Exchange;
  readonly stimulus: Pick<EntitlementStimulus, 'flow' | 'device' | 'contentID' | 'requestType' | 'cookie'>;
  /** The URL to redeem; undefined when none was handed out. */
  readonly url: string | undefined;
}

/** What an entitlement request brought: the exchange and, where SEES granted, the token URL. */
export interface Grant extends TokenGrant {
  readonly stimulus: EntitlementStimulus;
}
