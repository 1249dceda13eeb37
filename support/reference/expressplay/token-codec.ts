import { createCipheriv, createDecipheriv } from 'node:crypto';

/** What a token says. Key material is lower-case hex. */
export interface IssuedToken {
  /** 1, 2, ... in the order of issue. */
  readonly id: number;
  /** The other kind exists for the sake of -6002. */
  readonly drm: 'fairplay' | 'other';
  /** Name of the issuing account inside the service; not the authenticator. */
  readonly account: string;
  /** 32 hex digits. */
  readonly contentKey: string;
  /** 32 hex digits. */
  readonly iv: string;
  readonly issuedAtMs: number;
  /** From this moment on the token is worth nothing. */
  readonly expiresAtMs: number;
  /** Seconds; absent: none was asked for. */
  readonly rentalDuration?: number;
  readonly cookie?: string;
  /** The one device that may redeem it; absent: any. */
  readonly deviceId?: string;
}

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Sealed tokens: AES-256-GCM over compact JSON, as base64url without padding. */
export class TokenCodec {
  readonly #key: Buffer;

  constructor(private readonly random: (length: number) => Buffer) {
    this.#key = random(32);
  }

  seal(token: IssuedToken): string {
    const nonce = this.random(NONCE_BYTES);
    const header = Buffer.of(VERSION);
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(header);
    const sealed = [cipher.update(JSON.stringify(token), 'utf8'), cipher.final()];
    return Buffer.concat([header, nonce, ...sealed, cipher.getAuthTag()]).toString('base64url');
  }

  /** Undefined: not a token of this codec, to the last character. */
  open(text: string): IssuedToken | undefined {
    const bytes = Buffer.from(text, 'base64url');
    // Node's decoder skips foreign characters and ignores unused bits: only the one canonical text is a token.
    if (bytes.toString('base64url') !== text) return undefined;
    if (bytes.length <= 1 + NONCE_BYTES + TAG_BYTES || bytes[0] !== VERSION) return undefined;
    const nonce = bytes.subarray(1, 1 + NONCE_BYTES);
    const decipher = createDecipheriv('aes-256-gcm', this.#key, nonce, { authTagLength: TAG_BYTES })
      .setAAD(bytes.subarray(0, 1))
      .setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      const opened = Buffer.concat([decipher.update(bytes.subarray(1 + NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
      return JSON.parse(opened.toString('utf8')) as IssuedToken;
    } catch {
      return undefined;
    }
  }
}
