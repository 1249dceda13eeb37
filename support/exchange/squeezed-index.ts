import type { SecretForm } from './secret-forms';

/** Where a text holds a secret. */
export interface Hit {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly tag: string;
  /** Only a part of the secret is there. */
  readonly part?: boolean;
}

/** Letters and digits that a form needs so that separators can be overlooked: fewer come together by chance. */
export const SQUEEZED_ENOUGH = 16;
/** Characters of a form that nearly always hold so many. */
const HEAD = 64;
/** Letters and digits of a divisible form that give something away. */
const PART = 12;
const KEY_LENGTH = 8;
/** Every part of PART characters holds one of the windows that begin every so many characters. */
const STRIDE = PART - KEY_LENGTH + 1;
/** Of a token of hundreds of characters larger parts are looked for, or it would cost more than all keys together. */
const LONG = 80;
const LONG_STRIDE = 24;
/** A part of fewer different characters is no part of a key, but a row of zeros or a ruler. */
const FEWEST_DIFFERENT = 5;
/** One bit for each remainder of a hash: says at once that nothing known starts so. */
const FILTER_SIZE = 2 ** 20;
const BASE = 0x01000193;
/** BASE to the power of KEY_LENGTH - 1, in 32-bit arithmetic: the weight of the character that leaves the window. */
const LEAVING = Array.from({ length: KEY_LENGTH - 1 }).reduce<number>((product) => Math.imul(product, BASE), 1);

/** The code of a letter (small) or digit, 0 for everything else of ASCII. */
const FOLDED = Uint8Array.from({ length: 128 }, (_, code) =>
  /[a-z0-9]/i.test(String.fromCharCode(code)) ? String.fromCharCode(code).toLowerCase().charCodeAt(0) : 0,
);

interface Squeezed extends SecretForm {
  readonly tag: string;
  /** Letters and digits alone, small. */
  readonly squeezed: string;
  /** Characters before the first and after the last of those. */
  readonly before: string;
  readonly after: string;
}

interface Tagged {
  readonly form: SecretForm;
  readonly tag: string;
}

/** Eight letters and digits, and what is known to hold them. */
interface Window {
  /** Of the forms that begin so, each once. */
  lengths: readonly number[];
  /** Forms that begin so, and are looked into when a text does: most never are. */
  waiting: Tagged[] | undefined;
  /** Divisible forms with the window at this place. What many have in common (the head of every token) is no part of one. */
  parts: readonly Part[];
}

interface Part {
  readonly form: Squeezed;
  readonly at: number;
}

/** Of a hundred thousand windows almost all have one entry, and a list that grows takes room for seventeen. */
const NONE: readonly never[] = [];

const MOST_PARTS = 4;

/** As much of a form as a text holds in one piece; places among the letters and digits of the text. */
interface Extent {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** Where the form would begin. */
  readonly shift: number;
}

/** A text under way. */
interface Looked {
  readonly text: string;
  /** Its letters and digits, small. */
  readonly squeezed: string;
  readonly hits: Hit[];
  /** The latest of each form. */
  readonly extents: Map<Squeezed, Extent>;
}

/**
 * Finds any of thousands of strings in one pass over the letters and digits of a text, whatever stands between them (blanks,
 * dashes, colons, commas, line breaks, quotes) and in whatever case: `C0:DE:00`, `c0de-00`, `[192, 222, 0]` or base64 in lines of 64.
 *
 * Not one big regular expression: that would be compiled anew after every secret learned, and secrets are learned
 * between almost any two texts. Here learning costs little and looking is a rolling hash over eight characters.
 */
export class SqueezedIndex {
  /** Forms by all of their letters and digits. */
  readonly #wholes = new Map<string, Squeezed[]>();
  readonly #windows = new Map<number, Window>();
  readonly #filter = new Uint8Array(FILTER_SIZE / 8);
  // What is left of the text at hand and where it was; kept between texts, since there are many and most are short.
  #codes = Buffer.alloc(4096);
  #places = new Int32Array(4096);

  /** The first tag of a form stays. @returns whether it has characters enough to be looked for here */
  add(form: SecretForm, tag: string): boolean {
    const head = headOf(form.text);
    if (head === undefined) return false;
    const window = this.#window(hashOf(head, 0));
    if (window.waiting === undefined) window.waiting = [{ form, tag }];
    else window.waiting.push({ form, tag });
    // What waits begins like nothing else, so the order stays; parts have to be found wherever they begin.
    if (form.divisible === true) this.#settle(window);
    return true;
  }

  /** Looks into the forms that begin so. */
  #settle(window: Window): void {
    const { waiting = [] } = window;
    window.waiting = undefined;
    for (const { form, tag } of waiting) this.#know(window, form, tag);
  }

  /** @param head the window that the form begins with */
  #know(head: Window, form: SecretForm, tag: string): void {
    const squeezed = squeeze(form.text);
    const twins = this.#wholes.get(squeezed);
    // Two tokens may differ in case alone, and a report has to tell them apart.
    if (twins?.some((twin) => twin.tag === tag || twin.text === form.text) === true) return;
    const known: Squeezed = { ...form, tag, squeezed, ...edgesOf(form.text) };
    if (twins === undefined) this.#wholes.set(squeezed, [known]);
    else twins.push(known);
    if (!head.lengths.includes(squeezed.length)) head.lengths = [...head.lengths, squeezed.length];
    if (form.divisible !== true) return;
    addPart(head, known, 0);
    const stride = squeezed.length > LONG ? LONG_STRIDE : STRIDE;
    for (let at = stride; at + KEY_LENGTH <= squeezed.length; at += stride) {
      if (!isVaried(squeezed, at, at + KEY_LENGTH, FEWEST_DIFFERENT - 1)) continue;
      addPart(this.#window(hashOf(squeezed, at)), known, at);
    }
  }

  /** Every place, in order of where windows were met; hits may overlap. */
  find(text: string): Hit[] {
    const hits: Hit[] = [];
    if (text.length < PART || this.#windows.size === 0) return hits;
    if (this.#codes.length < text.length) {
      this.#codes = Buffer.alloc(2 * text.length);
      this.#places = new Int32Array(2 * text.length);
    }
    const codes = this.#codes;
    const places = this.#places;
    const filter = this.#filter;
    let hash = 0;
    let length = 0;
    // Where the filter says that something known may begin.
    const met: number[] = [];
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      const folded = code < 128 ? (FOLDED[code] ?? 0) : 0;
      if (folded === 0) continue;
      codes[length] = folded;
      places[length] = at;
      if (length >= KEY_LENGTH) hash = (hash - Math.imul(codes[length - KEY_LENGTH] ?? 0, LEAVING)) | 0;
      hash = (Math.imul(hash, BASE) + folded) | 0;
      length += 1;
      const slot = hash & (FILTER_SIZE - 1);
      if (((filter[slot >> 3] ?? 0) & (1 << (slot & 7))) !== 0) met.push(length, hash);
    }
    if (met.length === 0) return hits;
    const looked: Looked = { text, squeezed: codes.toString('latin1', 0, length), hits, extents: new Map() };
    for (let at = 0; at < met.length; at += 2) {
      const window = this.#windows.get(met[at + 1] ?? 0);
      const start = (met[at] ?? 0) - KEY_LENGTH;
      if (window === undefined || start < 0) continue;
      if (window.waiting !== undefined) this.#settle(window);
      this.#meet(window, start, looked);
    }
    return hits;
  }

  #meet({ lengths, parts }: Window, start: number, { text, squeezed, hits, extents }: Looked): void {
    for (const length of lengths) {
      const forms = this.#wholes.get(squeezed.slice(start, start + length));
      const first = forms?.[0];
      if (forms === undefined || first === undefined) continue;
      const spelled = forms.find((form) => text.startsWith(form.text, this.#place(start) - form.before.length));
      hits.push(this.#whole(spelled ?? first, text, start, start + length));
    }
    for (const { form, at } of parts) {
      const shift = start - at;
      const extent = extents.get(form);
      // The windows of one find are met one after the other.
      if (extent?.shift === shift && start < extent.to) continue;
      const found = extentOf(form, at, squeezed, start);
      if (found === undefined) continue;
      extents.set(form, found);
      const hit = this.#part(form, found);
      if (hit !== undefined) hits.push(hit);
    }
  }

  #window(hash: number): Window {
    let window = this.#windows.get(hash);
    if (window === undefined) {
      window = { lengths: NONE, waiting: undefined, parts: NONE };
      this.#windows.set(hash, window);
      const slot = hash & (FILTER_SIZE - 1);
      this.#filter[slot >> 3] = (this.#filter[slot >> 3] ?? 0) | (1 << (slot & 7));
    }
    return window;
  }

  #whole(form: Squeezed, text: string, from: number, to: number): Hit {
    let start = this.#place(from);
    let end = this.#place(to - 1) + 1;
    if (form.before !== '' && text.startsWith(form.before, start - form.before.length)) start -= form.before.length;
    if (form.after !== '' && text.startsWith(form.after, end)) end += form.after.length;
    if (form.spillsLeft === true && BASE64.test(text.charAt(start - 1))) start -= 1;
    if (form.spillsRight === true && BASE64.test(text.charAt(end))) end += 1;
    return { start, end, tag: form.tag };
  }

  #part({ tag, squeezed, text }: Squeezed, { shift, from, to }: Extent): Hit | undefined {
    const isWhole = to - from === squeezed.length;
    if (isWhole || to - from < PART) return undefined;
    // One or two characters beyond a separator match by chance.
    let [first, last] = [from, to];
    for (const one of [1, 2]) {
      if (last === to && this.#place(to - one) - this.#place(to - one - 1) > 1) last = to - one;
      if (first === from && this.#place(from + one) - this.#place(from + one - 1) > 1) first = from + one;
    }
    const left = squeezed.slice(first - shift, last - shift);
    if (left.length < PART || !isVaried(left, 0, left.length, FEWEST_DIFFERENT)) return undefined;
    if (!/[0-9]/.test(left) && isOfWords(lettersAndDigits(text).slice(first - shift, last - shift))) return undefined;
    return { start: this.#place(first), end: this.#place(last - 1) + 1, tag, part: true };
  }

  #place(at: number): number {
    return this.#places[at] ?? 0;
  }
}

const BASE64 = /[\w+/-]/;

/**
 * Words are no key: a part of an authenticator that could stand in any text does not count. Letters are words where capitals
 * are few or nearly all; of twelve random letters of base64 one row in twenty looks so.
 */
function isOfWords(letters: string): boolean {
  const capitals = letters.replace(/[^A-Z]/g, '').length;
  return Math.min(capitals, letters.length - capitals) < letters.length / 4;
}

function lettersAndDigits(text: string): string {
  return text.replace(/[^a-zA-Z0-9]+/g, '');
}

function addPart(window: Window, form: Squeezed, at: number): void {
  if (window.parts.length === 0) window.parts = [{ form, at }];
  else if (window.parts.length < MOST_PARTS) window.parts = [...window.parts, { form, at }];
}

/** Around the window of a form that was met in a text; undefined: another window of the same hash. */
function extentOf({ squeezed }: Squeezed, at: number, text: string, met: number): Extent | undefined {
  if (!text.startsWith(squeezed.slice(at, at + KEY_LENGTH), met)) return undefined;
  const shift = met - at;
  let from = met;
  let to = met + KEY_LENGTH;
  const end = Math.min(text.length, shift + squeezed.length);
  while (to < end && text.charCodeAt(to) === squeezed.charCodeAt(to - shift)) to += 1;
  while (from > Math.max(0, shift) && text.charCodeAt(from - 1) === squeezed.charCodeAt(from - 1 - shift)) from -= 1;
  return { from, to, shift };
}

/**
 * The first letters and digits of a form, small, as many as it needs to be looked for; undefined: it has too few. (A row of zeros
 * is to be found where it stands as such, not wherever zeros are.)
 */
function headOf(text: string): string | undefined {
  const head = squeeze(text.slice(0, HEAD));
  if (isEnough(head)) return head;
  const whole = squeeze(text);
  return isEnough(whole) ? whole : undefined;
}

function isEnough(squeezed: string): boolean {
  return squeezed.length >= SQUEEZED_ENOUGH && isVaried(squeezed, 0, squeezed.length, FEWEST_DIFFERENT - 1);
}

/** Letters and digits of ASCII alone, as a text is looked through: small letters of others are not theirs. */
function squeeze(text: string): string {
  return (/^[a-zA-Z0-9]*$/.test(text) ? text : lettersAndDigits(text)).toLowerCase();
}

/** What stands before the first and after the last letter or digit. */
function edgesOf(text: string): Pick<Squeezed, 'before' | 'after'> {
  let start = 0;
  let end = text.length;
  while (start < end && !isKept(text, start)) start += 1;
  while (end > start && !isKept(text, end - 1)) end -= 1;
  return { before: text.slice(0, start), after: text.slice(end) };
}

const SMALL_A = 'a'.charCodeAt(0);
const ZERO = '0'.charCodeAt(0);

function isKept(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code < 128 && FOLDED[code] !== 0;
}

/** Whether the letters and digits from `from` to `to` (exclusive) are of at least so many kinds. */
function isVaried(squeezed: string, from: number, to: number, least: number): boolean {
  let kinds = 0;
  // A bit for each that was met.
  let letters = 0;
  let digits = 0;
  for (let at = from; at < to && kinds < least; at += 1) {
    const code = squeezed.charCodeAt(at);
    const known = letters + digits;
    if (code >= SMALL_A) letters |= 1 << (code - SMALL_A);
    else digits |= 1 << (code - ZERO);
    if (letters + digits !== known) kinds += 1;
  }
  return kinds >= least;
}

function hashOf(text: string, from: number): number {
  let hash = 0;
  for (let at = from; at < from + KEY_LENGTH; at += 1) hash = (Math.imul(hash, BASE) + text.charCodeAt(at)) | 0;
  return hash;
}
