import type { Deviation } from '../exchange';
import type { SpcRequest, SpcTweak, StreamingIndicator, TestCredentials } from '../fairplay';
import type { SpcStep } from '../target';
import { NotObservableError } from './blocked';
import type { Player } from './player';

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
  /** Opens a CKC made for this SPC; undefined for a captured SPC, whose secrets nobody here has. */
  readonly open: SpcRequest['open'] | undefined;
}

/** Where the SPCs of a run come from. */
export interface SpcSource {
  /** @throws {NotObservableError} when this source has no SPC for that */
  make(player: Player, order: SpcOrder): Promise<Spc>;
}

/** SPCs built here, for key servers that know the test credentials; every real FairPlay key server refuses them, as it should. */
export class SyntheticSpcs implements SpcSource {
  constructor(private readonly credentials: TestCredentials) {}

  make(player: Player, order: SpcOrder): Promise<Spc> {
    const request = player.device.createSpc({
      contentID: order.assetID ?? order.contentID,
      credentials: this.credentials,
      ...(order.hu === undefined ? {} : { hu: order.hu }),
      ...(order.tweak === undefined ? {} : { tweak: order.tweak }),
      ...(order.indicator === undefined ? {} : { indicator: order.indicator }),
    });
    if (order.deviation !== 'bad-spc')
      return Promise.resolve({ bytes: request.bytes, open: request.open.bind(request) });
    return Promise.resolve({ bytes: damaged(request.bytes), open: undefined });
  }
}

/** Which captures of a device serve for that: for registrations, for its own URLs, or for those of another device. */
export function captureStep({ requestType, deviation }: SpcOrder): SpcStep {
  if (requestType === 2) return 'bootstrap';
  return deviation === 'none' || deviation === 'expired' ? 'bound' : 'wrong-device';
}

/** SPCs captured on real devices, one buffer for each device and step; which device is which is the operator's word. */
export class CapturedSpcs implements SpcSource {
  readonly #used = new Map<string, number>();

  /** @param captures by device name (`device A`) and step: `bootstrap`, `bound`, `wrong-device` */
  constructor(private readonly captures: ReadonlyMap<string, ReadonlyMap<string, readonly Buffer[]>>) {}

  make(player: Player, order: SpcOrder): Promise<Spc> {
    if (order.hu !== undefined)
      return Promise.reject(new NotObservableError('a captured SPC carries the id of its device and no other'));
    const { bytes: spoil, ...inside } = order.tweak ?? {};
    if (order.indicator !== undefined || order.assetID !== undefined || Object.keys(inside).length > 0)
      return Promise.reject(new NotObservableError('a captured SPC is sealed: nothing inside it can be changed'));
    const step = captureStep(order);
    const captured = this.captures.get(player.name);
    const shelf = captured?.has(step) === true ? step : 'bound';
    const files = captured?.get(shelf) ?? [];
    const key = `${player.name}/${shelf}`;
    const turn = this.#used.get(key) ?? 0;
    this.#used.set(key, turn + 1);
    const bytes = files[turn % files.length];
    if (bytes === undefined)
      return Promise.reject(new NotObservableError(`no captured SPC for ${player.name}, step ${step}`));
    const sent = spoil === undefined ? bytes : spoil(bytes);
    return Promise.resolve({ bytes: order.deviation === 'bad-spc' ? damaged(sent) : sent, open: undefined });
  }
}

/** The wrapped payload key no longer unwraps: no key server can read this SPC. */
function damaged(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = 24; at < 152 && at < copy.length; at += 1) copy.writeUInt8(copy.readUInt8(at) ^ 0xa5, at);
  return copy;
}
