import { createHmac } from 'node:crypto';

/**
 * Names for everything a run brings along: cookies, message ids, device ids (architecture decision 10). The same seed and nonce
 * give the same names; another nonce keeps a second run on a real target from meeting the bindings of the first.
 */
export class Identities {
  readonly #key: string;
  readonly #counters = new Map<string, number>();

  /** @param scope keeps scenarios apart, so that leaving one out does not rename the others' identities */
  constructor(
    seed: number,
    nonce: string,
    readonly scope: string,
  ) {
    this.#key = `${String(seed)}:${nonce}:${scope}`;
  }

  /** A GUID of version 4 form (SEES-API: messageID). */
  messageID(): string {
    const hex = this.#next('message').subarray(0, 16);
    hex[6] = ((hex[6] ?? 0) & 0x0f) | 0x40;
    hex[8] = ((hex[8] ?? 0) & 0x3f) | 0x80;
    const text = hex.toString('hex');
    return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
  }

  /** 26 characters that need no encoding anywhere; at most 32 are allowed (SEES-API: customerCookie). */
  cookie(): string {
    return `c-${this.#next('cookie').subarray(0, 12).toString('hex')}`;
  }

  /** 20 bytes, the size of HU in an SPC. */
  hu(): Buffer {
    return this.#next('hu').subarray(0, 20);
  }

  /** 16 bytes that are no title's key, no IV and no key id of anybody. */
  key(): Buffer {
    return this.#next('key').subarray(0, 16);
  }

  #next(kind: string): Buffer {
    const count = (this.#counters.get(kind) ?? 0) + 1;
    this.#counters.set(kind, count);
    return createHmac('sha256', this.#key)
      .update(`${kind}:${String(count)}`)
      .digest();
  }
}
