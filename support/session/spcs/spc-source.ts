import type { Deviation } from '../../exchange';
import type { SpcRequest, SpcTweak, StreamingIndicator } from '../../fairplay';
import type { SpcStep } from '../../target';
import type { Player } from '../player';

export interface SpcOrder {
  readonly contentID: string;
  readonly requestType: 1 | 2 | 3;
  readonly deviation: Deviation;
  readonly hu: Buffer | undefined;
  /** Spoils the SPC while it is made. */
  readonly tweak?: SpcTweak | undefined;
  readonly indicator?: StreamingIndicator | undefined;
  /** Names this title in place of `contentID`. */
  readonly assetID?: string | undefined;
}

export interface Spc {
  readonly bytes: Buffer;
  /** Opens a CKC made for this SPC; undefined for one from outside, whose secrets nobody here has. */
  readonly open: SpcRequest['open'] | undefined;
}

/** Where the SPCs of a run come from. */
export interface SpcSource {
  /**
   * One SPC for one redemption.
   * @param signal ends the making
   * @throws {NotObservableError} when this source has no SPC for that
   * @throws {BlockedError} when it should have one and does not bring it
   */
  make(player: Player, order: SpcOrder, signal?: AbortSignal): Promise<Spc>;
}

/** For what an SPC serves: for registrations, for a device's own URLs, or for those of another device. */
export function captureStep({ requestType, deviation }: SpcOrder): SpcStep {
  if (requestType === 2) return 'bootstrap';
  return deviation === 'none' || deviation === 'expired' ? 'bound' : 'wrong-device';
}
