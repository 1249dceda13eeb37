import { decodedView, type DecodedView } from './decoded-view';
import { bytesOf, formsOf, PLAIN } from './secret-forms';
import { SecretIndex } from './secret-index';
import { SqueezedIndex, type Hit } from './squeezed-index';

/** So many times a text may be encoded: percent in percent in a JSON string. */
const MOST_LAYERS = 4;

/** Beyond ASCII, or a control: only there can a key stand as raw bytes. */
const BYTES = /[^\t\n\r\x20-\x7e]/;

/** Finds known secrets in text: as they are spelled there, and under every layer of escapes. */
export class SecretFinder {
  readonly #squeezed = new SqueezedIndex();
  readonly #spelled = new SecretIndex();
  readonly #bytes = new SecretIndex();
  #longest = 0;

  /** Characters of the longest form known. */
  get longest(): number {
    return this.#longest;
  }

  learn(value: string | Buffer, tag: string): void {
    // Letters and digits alone would leave the rest of such a text standing.
    const odd = typeof value === 'string' && !PLAIN.test(value);
    for (const form of formsOf(value)) {
      if (!this.#squeezed.add(form, tag) || odd) this.#spelled.add(form, tag);
      this.#longest = Math.max(this.#longest, form.text.length);
    }
    for (const bytes of bytesOf(value)) {
      const text = bytes.toString('latin1');
      if (BYTES.test(text)) this.#bytes.add({ text }, tag);
      else if (typeof value !== 'string') this.learn(text, tag);
    }
  }

  /** Hits in order; those that overlap are one, under the tag of the longest of them. */
  find(text: string): Hit[] {
    const hits = this.#in(text);
    const views: DecodedView[] = [];
    for (let shown = text; views.length < MOST_LAYERS;) {
      const view = decodedView(shown);
      if (view === undefined) break;
      views.unshift(view);
      shown = view.text;
      for (const { start, end, ...rest } of this.#in(shown)) {
        hits.push({ start: originOf(views, start), end: originOf(views, end), ...rest });
      }
    }
    return united(hits);
  }

  #in(text: string): Hit[] {
    const hits = this.#squeezed.find(text);
    // `0xc0, 0xde`; blanks keep every character at its place.
    if (text.includes('0x')) for (const hit of this.#squeezed.find(text.replaceAll('0x', '  '))) hits.push(hit);
    for (const hit of this.#spelled.find(text)) hits.push(hit);
    if (BYTES.test(text)) for (const hit of this.#bytes.find(text)) hits.push(hit);
    return hits;
  }
}

/** @param views the innermost first */
function originOf(views: readonly DecodedView[], at: number): number {
  return views.reduce((place, view) => view.origin(place), at);
}

function united(hits: Hit[]): Hit[] {
  if (hits.length < 2) return hits;
  hits.sort((one, other) => one.start - other.start);
  const all: Hit[] = [];
  for (const hit of hits) {
    const last = all.at(-1);
    if (last === undefined || hit.start >= last.end) {
      all.push(hit);
      continue;
    }
    const { start, end, ...rest } = outweighs(hit, last) ? hit : last;
    all[all.length - 1] = { start: Math.min(start, last.start), end: Math.max(last.end, hit.end, end), ...rest };
  }
  return all;
}

/** The whole of one secret says more than a part of another. */
function outweighs(one: Hit, other: Hit): boolean {
  if (one.part !== other.part) return other.part === true;
  return one.end - one.start > other.end - other.start;
}
