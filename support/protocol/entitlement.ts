/** 1: time-based; 2: device registration; 3: device-bound (SEES-API). */
export type RequestType = 1 | 2 | 3;

/** What a client sends to SEES (SEES-API). */
export interface EntitlementRequest {
  readonly messageID: string;
  readonly version: number;
  readonly requestType?: RequestType;
  readonly contentID: string;
  /** At most 32 characters; types 2 and 3 cannot work without it (C-20). */
  readonly customerCookie?: string;
}

/** What SEES answers (SEES-API). */
export interface EntitlementResponse {
  /** Equal to the request's. */
  readonly messageID: string;
  /** Not above the request's. */
  readonly version: number;
  readonly isAllowed: boolean;
  /** The token URL of a grant. On a refusal absent, null or empty (C-01). */
  readonly epTokenURL?: string | null;
  readonly error?: number;
  readonly errorText?: string;
}
