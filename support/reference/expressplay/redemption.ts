/** What the license service knows when a redemption is over. */
export interface Redemption {
  /** ExpressPlay's code of a refusal; undefined: the license was granted. */
  readonly errorCode?: number;
  /** Of the token. */
  readonly cookie?: string;
  /** Of the SPC, in the service's text form, wherever it could be read; refused redemptions have one too. */
  readonly deviceId?: string;
}

/** The part of a history entry that a redemption decides. */
export interface EventDraft {
  readonly cookie?: string;
  readonly deviceId?: string;
  readonly errorCode?: number;
}

/** A refused redemption is logged (QS-TRBL) without its device, so it associates nothing. */
export function eventOf({ cookie, deviceId, errorCode }: Redemption): EventDraft {
  const draft: EventDraft = cookie === undefined ? {} : { cookie };
  if (errorCode !== undefined) return { ...draft, errorCode };
  return deviceId === undefined ? draft : { ...draft, deviceId };
}
