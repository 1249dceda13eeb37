import { createHash } from 'node:crypto';
import type { Content } from '../protocol';
import type { Flow } from './flow';

/** Whose is what: identities of all flows of a load, by value. Values of the target are kept as digests only. */
export class Owners {
  readonly #cookies = new Map<string, Flow>();
  readonly #messages = new Map<string, Flow>();
  readonly #devices = new Map<string, Flow>();
  /** Device ids as the record service writes them, with the cookies under which it does. */
  readonly #recorded = new Map<string, Set<string>>();
  readonly #urls = new Map<string, Flow>();
  /** By content key: content ids. */
  readonly #titles = new Map<string, Set<string>>();

  constructor(contents: readonly Content[]) {
    for (const { contentKey, contentID } of contents) {
      const key = contentKey.toLowerCase();
      this.#titles.set(key, (this.#titles.get(key) ?? new Set()).add(contentID));
    }
  }

  add(flow: Flow): void {
    this.#cookies.set(flow.player.cookie, flow);
    this.#devices.set(spelled(flow.player.device.hu.toString('hex')), flow);
  }

  sends(messageID: string, flow: Flow): void {
    this.#messages.set(messageID, flow);
  }

  ofCookie(cookie: string): Flow | undefined {
    return this.#cookies.get(cookie);
  }

  ofMessage(messageID: string): Flow | undefined {
    return this.#messages.get(messageID);
  }

  /** By the id that the flow's SPC carries, in any spelling. */
  ofDevice(id: string): Flow | undefined {
    return this.#devices.get(spelled(id));
  }

  /** The record service says that this device redeemed under this cookie. */
  recorded(id: string, cookie: string): void {
    const key = spelled(id);
    this.#recorded.set(key, (this.#recorded.get(key) ?? new Set()).add(cookie));
  }

  /** Cookies under which a device is recorded, in any spelling of its id. */
  cookiesOf(id: string): ReadonlySet<string> {
    return this.#recorded.get(spelled(id)) ?? new Set();
  }

  /** The flow that a token URL came to first, after this call at the latest. @param identity see `identityOf` of the checks */
  takes(identity: string, flow: Flow): Flow {
    const key = digest(identity);
    const owner = this.#urls.get(key) ?? flow;
    this.#urls.set(key, owner);
    return owner;
  }

  /** Content ids of the titles with this key; empty: nobody's key. @param key hex */
  titlesOf(key: string): ReadonlySet<string> {
    return this.#titles.get(key.toLowerCase()) ?? new Set();
  }
}

/** A token is long and a secret; what tells it from others is short and none. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64').slice(0, 24);
}

/** One spelling for hex of either case with or without separators, and base64 of 20 bytes. */
function spelled(id: string): string {
  const text = id.trim();
  const bare = text.replace(/[-:{}\s]/g, '').toLowerCase();
  if (/^(?:[0-9a-f]{2})+$/.test(bare)) return bare;
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === 20 ? bytes.toString('hex') : text;
}
