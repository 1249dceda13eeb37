import { SHORTEST_SECRET, type SecretForm } from './secret-forms';
import type { Hit } from './squeezed-index';

const KEY_LENGTH = SHORTEST_SECRET;
/** One bit for each remainder of a hash: says at once that nothing known starts so. */
const FILTER_SIZE = 2 ** 18;
const BASE = 0x01000193;
/** BASE to the power of KEY_LENGTH - 1, in 32-bit arithmetic: the weight of the character that leaves the window. */
const LEAVING = Array.from({ length: KEY_LENGTH - 1 }).reduce<number>((product) => Math.imul(product, BASE), 1);

/**
 * Finds any of many strings, character for character but for the case of ASCII letters, in one pass: a rolling hash over six
 * characters. For what is too short, or not letters and digits enough, to be looked for in any other way.
 */
export class SecretIndex {
  readonly #byStart = new Map<string, Entry[]>();
  readonly #filter = new Uint8Array(FILTER_SIZE / 8);

  /** The first tag of a text stays. */
  add(form: SecretForm, tag: string): void {
    const folded = fold(form.text);
    const start = folded.slice(0, KEY_LENGTH);
    let entries = this.#byStart.get(start);
    if (entries === undefined) {
      entries = [];
      this.#byStart.set(start, entries);
      const slot = hashOf(start) & (FILTER_SIZE - 1);
      this.#filter[slot >> 3] = (this.#filter[slot >> 3] ?? 0) | (1 << (slot & 7));
    }
    if (entries.some((entry) => entry.text === folded)) return;
    entries.push({ ...form, text: folded, tag });
    entries.sort((one, other) => other.text.length - one.text.length);
  }

  find(text: string): Hit[] {
    const hits: Hit[] = [];
    if (text.length < KEY_LENGTH || this.#byStart.size === 0) return hits;
    const folded = fold(text);
    let hash = hashOf(folded.slice(0, KEY_LENGTH));
    for (let at = 0; ; at += 1) {
      const slot = hash & (FILTER_SIZE - 1);
      if (((this.#filter[slot >> 3] ?? 0) & (1 << (slot & 7))) !== 0) {
        const entry = this.#byStart
          .get(folded.slice(at, at + KEY_LENGTH))
          ?.find((known) => folded.startsWith(known.text, at));
        if (entry !== undefined) hits.push(hitOf(entry, folded, at));
      }
      if (at + KEY_LENGTH >= folded.length) return hits;
      hash =
        (Math.imul((hash - Math.imul(folded.charCodeAt(at), LEAVING)) | 0, BASE) + folded.charCodeAt(at + KEY_LENGTH)) |
        0;
    }
  }
}

interface Entry extends SecretForm {
  readonly tag: string;
}

/** Small letters, where that leaves every character at its place. */
function fold(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function hashOf(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at += 1) hash = (Math.imul(hash, BASE) + text.charCodeAt(at)) | 0;
  return hash;
}

const BASE64 = /[\w+/-]/;

function hitOf(entry: Entry, text: string, at: number): Hit {
  const end = at + entry.text.length;
  const left = entry.spillsLeft === true && at > 0 && BASE64.test(text.charAt(at - 1));
  const right = entry.spillsRight === true && BASE64.test(text.charAt(end));
  return { start: left ? at - 1 : at, end: right ? end + 1 : end, tag: entry.tag };
}
