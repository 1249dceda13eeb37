import { decodedView } from './decoded-view';
import { SHORTEST_SECRET, type SecretForm } from './secret-forms';

/** Where a text holds a secret. */
export interface Hit {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly tag: string;
}

const KEY_LENGTH = SHORTEST_SECRET;
/** One bit for each remainder of a hash: says at once that nothing known starts so. */
const FILTER_SIZE = 2 ** 20;
const BASE = 0x01000193;
/** BASE to the power of KEY_LENGTH - 1, in 32-bit arithmetic: the weight of the character that leaves the window. */
const LEAVING = Array.from({ length: KEY_LENGTH - 1 }).reduce<number>((product) => Math.imul(product, BASE), 1);

/**
 * Finds any of thousands of strings in one pass over a text.
 *
 * Not one big regular expression: that would be compiled anew after every secret learned, and secrets are learned
 * between almost any two texts. Here learning costs nothing and looking is a rolling hash over six characters.
 */
export class SecretIndex {
  readonly #byStart = new Map<string, Entry[]>();
  readonly #filter = new Uint8Array(FILTER_SIZE / 8);
  #longest = 0;

  /** Characters of the longest form known. */
  get longest(): number {
    return this.#longest;
  }

  /** The first tag of a text stays. */
  add(form: SecretForm, tag: string): void {
    const start = form.text.slice(0, KEY_LENGTH);
    let entries = this.#byStart.get(start);
    if (entries === undefined) {
      entries = [];
      this.#byStart.set(start, entries);
      const slot = hashOf(start) & (FILTER_SIZE - 1);
      this.#filter[slot >> 3] = (this.#filter[slot >> 3] ?? 0) | (1 << (slot & 7));
    }
    if (entries.some((entry) => entry.text === form.text)) return;
    entries.push({ ...form, tag });
    entries.sort((one, other) => other.text.length - one.text.length);
    this.#longest = Math.max(this.#longest, form.text.length);
  }

  /**
   * Hits in order; those that overlap are one, under the tag of the longest of them. Looks at the text as it is and,
   * where it is encoded by halves, at what it decodes to.
   */
  find(text: string): Hit[] {
    const hits = [...this.#each(text)];
    const view = decodedView(text);
    if (view !== undefined) {
      for (const { start, end, tag } of this.#each(view.text)) {
        hits.push({ start: view.origin(start), end: view.origin(end), tag });
      }
      hits.sort((one, other) => one.start - other.start);
    }
    return united(hits);
  }

  has(text: string): boolean {
    if (this.#each(text).next().done !== true) return true;
    const view = decodedView(text);
    return view !== undefined && this.#each(view.text).next().done !== true;
  }

  *#each(text: string): Generator<Hit, undefined> {
    if (text.length < KEY_LENGTH || this.#byStart.size === 0) return;
    let hash = hashOf(text.slice(0, KEY_LENGTH));
    for (let at = 0; ; at += 1) {
      const slot = hash & (FILTER_SIZE - 1);
      if (((this.#filter[slot >> 3] ?? 0) & (1 << (slot & 7))) !== 0) {
        const entry = this.#byStart
          .get(text.slice(at, at + KEY_LENGTH))
          ?.find((known) => text.startsWith(known.text, at));
        if (entry !== undefined) yield hitOf(entry, text, at);
      }
      if (at + KEY_LENGTH >= text.length) return;
      hash = Math.imul((hash - Math.imul(text.charCodeAt(at), LEAVING)) | 0, BASE) + text.charCodeAt(at + KEY_LENGTH);
    }
  }
}

function united(hits: readonly Hit[]): Hit[] {
  const all: Hit[] = [];
  for (const hit of hits) {
    const last = all.at(-1);
    if (last === undefined || hit.start >= last.end) {
      all.push(hit);
      continue;
    }
    const { tag } = hit.end - hit.start > last.end - last.start ? hit : last;
    all[all.length - 1] = { start: Math.min(last.start, hit.start), end: Math.max(last.end, hit.end), tag };
  }
  return all;
}

interface Entry extends SecretForm {
  readonly tag: string;
}

function hashOf(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash, BASE) + text.charCodeAt(at);
  return hash;
}

const BASE64 = /[\w+/-]/;

function hitOf(entry: Entry, text: string, at: number): Hit {
  const end = at + entry.text.length;
  const left = entry.spillsLeft === true && at > 0 && BASE64.test(text.charAt(at - 1));
  const right = entry.spillsRight === true && BASE64.test(text.charAt(end));
  return { start: left ? at - 1 : at, end: right ? end + 1 : end, tag: entry.tag };
}
