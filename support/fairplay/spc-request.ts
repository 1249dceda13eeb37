import type { SpcContents } from './build-spc';
import { openCkc } from './open-ckc';
import type { License } from './open-ckc';

/** An SPC on its way, with what only its maker knows. */
export class SpcRequest {
  constructor(
    /** The body of the license request. */
    readonly bytes: Buffer,
    /** What the SPC says, before any tweak. */
    readonly contents: SpcContents,
    private readonly sent: ReadonlyMap<string, Buffer>,
  ) {}

  /**
   * Does what the player's secure part does with the answer: decrypts the CKC and takes nothing on trust.
   * @throws {CkcError} with a named defect; no other error, whatever the bytes.
   */
  open(ckc: Buffer): License {
    return openCkc(ckc, this.contents, this.sent);
  }
}
