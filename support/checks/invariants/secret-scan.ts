import { rememberedFor } from '../reading';

/** A value that must not be seen, under the name a report gives it. */
export interface Secret {
  readonly name: string;
  /** As it is configured: text, or hex where it stands for bytes. */
  readonly text: string;
  /** Name of the secret that it is part of. */
  readonly partOf?: string;
}

/** Shorter values turn up by chance. */
const SHORTEST_BYTES = 8;

/** One secret in the forms it can take on the wire, the likeliest first. */
export interface Needle {
  readonly name: string;
  readonly partOf?: string;
  readonly forms: readonly Form[];
}

interface Form {
  readonly label: string;
  readonly view: keyof Views;
  readonly text: string;
  /** Hash of its first characters. */
  readonly start: number;
}

/** One text in the readings that bring hidden values to light. */
interface Views {
  /** Bytes as Latin-1 characters, lower case; escapes undone. */
  readonly plain: string;
  /** As `plain`, without what groups hex digits (GUIDs, fingerprints, line breaks, arrays in source text). */
  readonly hex: string;
  /** Case kept, base64url turned into base64, without line breaks. */
  readonly base64: string;
  /** Without white space: numbers with commas between them stay. */
  readonly list: string;
}

const VIEWS = ['plain', 'hex', 'base64', 'list'] as const;

/** The texts of one message, searchable. */
export class Haystack {
  readonly views: readonly Views[];

  constructor(...texts: (string | Buffer)[]) {
    // Each for itself, so that one part's end and the next one's beginning do not make up a find.
    const raw = texts.map((text) => (typeof text === 'string' ? Buffer.from(text) : text).toString('latin1'));
    this.views = [...new Set(raw.flatMap(unfolded))].map((text) => {
      const plain = text.toLowerCase();
      const list = text.replace(/\s/g, '');
      return {
        plain,
        hex: plain.replace(/0x|[-:,\s]/g, ''),
        base64: list.replaceAll('-', '+').replaceAll('_', '/'),
        // Without two numbers there is no list.
        list: /[0-9],-?[0-9]/.test(list) ? list : '',
      };
    });
  }
}

/** Characters of a start: no form is shorter. */
const START = 6;
const HASHES = 2 ** 18;

/** Six shifts of three bits leave nothing of a character, so a hash is one of the latest six. */
function hashAfter(hash: number, code: number): number {
  return ((hash << 3) ^ code) & (HASHES - 1);
}

function hashOfStart(form: string): number {
  let hash = 0;
  for (let at = 0; at < START; at += 1) hash = hashAfter(hash, form.charCodeAt(at));
  return hash;
}

/** Secrets that are looked for together: a text is gone through once, however many hundreds of forms they have. */
export class Needles {
  /** Those that are worth looking for: 8 bytes and more, and not all zero. */
  readonly all: readonly Needle[];
  /** One bit for each hash: there are forms whose start has it. */
  readonly #starts = new Uint8Array(HASHES / 8);
  readonly #byStart = new Map<number, { readonly needle: Needle; readonly form: Form }[]>();

  constructor(secrets: readonly Secret[]) {
    this.all = needlesOf(secrets);
    for (const needle of this.all) {
      for (const form of needle.forms) {
        this.#starts[form.start >> 3] = (this.#starts[form.start >> 3] ?? 0) | (1 << (form.start & 7));
        const alike = this.#byStart.get(form.start);
        if (alike === undefined) this.#byStart.set(form.start, [{ needle, form }]);
        else alike.push({ needle, form });
      }
    }
  }

  /** Those that are there, in their order, with the likeliest form in words. */
  readonly findIn = rememberedFor((haystack: Haystack): ReadonlyMap<Needle, string> => {
    const found = new Map<Needle, Form>();
    for (const views of haystack.views) {
      for (const view of VIEWS) this.#goThrough(views[view], view, found);
    }
    const told = new Map<Needle, string>();
    if (found.size === 0) return told;
    for (const needle of this.all) {
      const form = found.get(needle);
      if (form !== undefined) told.set(needle, form.label);
    }
    return told;
  });

  #goThrough(text: string, view: keyof Views, found: Map<Needle, Form>): void {
    const starts = this.#starts;
    let hash = 0;
    for (let at = 0; at < text.length; at += 1) {
      hash = hashAfter(hash, text.charCodeAt(at));
      const isStart = ((starts[hash >> 3] ?? 0) & (1 << (hash & 7))) !== 0;
      if (isStart) this.#compare(hash, text, at - START + 1, view, found);
    }
  }

  #compare(hash: number, text: string, at: number, view: keyof Views, found: Map<Needle, Form>): void {
    for (const { needle, form } of this.#byStart.get(hash) ?? []) {
      if (form.view !== view || !text.startsWith(form.text, at)) continue;
      const before = found.get(needle);
      const isLikelier = before === undefined || needle.forms.indexOf(form) < needle.forms.indexOf(before);
      if (isLikelier) found.set(needle, form);
    }
  }
}

function needlesOf(secrets: readonly Secret[]): Needle[] {
  const seen = new Set<string>();
  const needles: Needle[] = [];
  for (const { text, ...said } of secrets) {
    if (seen.has(text)) continue;
    seen.add(text);
    const forms = rememberedForms(text);
    if (forms.length > 0) needles.push({ ...said, forms });
  }
  return needles;
}

/** Hex stands for bytes, any other text for itself. */
function bytesOf(text: string): Buffer {
  const isHex = text.length % 2 === 0 && /^[0-9a-f]+$/i.test(text);
  return isHex ? Buffer.from(text, 'hex') : Buffer.from(text, 'utf8');
}

/** The same few secrets are looked for in every answer of a run. */
const forms = new Map<string, readonly Form[]>();
const MOST_REMEMBERED = 1000;

/** None: not worth looking for. */
function rememberedForms(text: string): readonly Form[] {
  let known = forms.get(text);
  if (known === undefined) {
    if (forms.size >= MOST_REMEMBERED) forms.clear();
    const bytes = bytesOf(text);
    const worthIt = bytes.length >= SHORTEST_BYTES && bytes.some((byte) => byte !== 0);
    known = worthIt ? formsOf(text).map((form) => ({ ...form, start: hashOfStart(form.text) })) : [];
    forms.set(text, known);
  }
  return known;
}

type Spelling = Omit<Form, 'start'>;

function formsOf(text: string): Spelling[] {
  const asText = Buffer.from(text, 'utf8');
  const asBytes = bytesOf(text);
  const forms: Spelling[] = [
    { label: 'as it is', view: 'plain', text: asText.toString('latin1').toLowerCase() },
    { label: 'as hex', view: 'hex', text: asText.toString('hex') },
    ...base64Forms(asText).map((form): Spelling => ({ label: 'as base64', view: 'base64', text: form })),
    ...inUrlAsBase64(text),
    ...listForms(asText),
  ];
  if (asBytes.equals(asText)) return forms;
  return [
    ...forms,
    { label: 'as hex', view: 'hex', text: text.toLowerCase() },
    { label: 'as raw bytes', view: 'plain', text: asBytes.toString('latin1').toLowerCase() },
    ...base64Forms(asBytes).map((form): Spelling => ({ label: 'its bytes as base64', view: 'base64', text: form })),
    ...listForms(asBytes),
  ];
}

/** As it stands in a URL, and that as base64: somebody packed the whole URL. */
function inUrlAsBase64(text: string): Spelling[] {
  const encoded = encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));
  if (encoded === text) return [];
  return [encoded, encoded.replace(/%[0-9A-F]{2}/g, (sequence) => sequence.toLowerCase())].flatMap((spelled) =>
    base64Forms(Buffer.from(spelled)).map((form): Spelling => ({
      label: 'percent-encoded and then as base64',
      view: 'base64',
      text: form,
    })),
  );
}

/** Bytes as a list of numbers, as programs print arrays of them: from 0 to 255, or from -128 to 127. */
function listForms(bytes: Buffer): Spelling[] {
  const lists = [bytes.join(','), new Int8Array(bytes).join(',')];
  return lists.map((text) => ({ label: 'as a list of its bytes', view: 'list', text }));
}

/** The base64 digits that the bytes alone decide, for each of the three places they can have inside a longer encoding. */
function base64Forms(bytes: Buffer): string[] {
  return [0, 1, 2].map((offset) => {
    const length = offset + bytes.length;
    const digits = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    return digits.slice([0, 2, 3][offset], Math.floor(length / 3) * 4 + (length % 3));
  });
}

/** The text itself and what becomes of it when JSON, HTML and (twice) percent escapes are undone. */
function unfolded(text: string): string[] {
  const unescaped = [text];
  // Most texts hold no escape of any kind.
  if (text.includes('\\')) unescaped.push(text.replace(/\\(?:u([0-9a-f]{4})|(.))/gi, jsonEscape));
  if (text.includes('&')) unescaped.push(text.replace(ENTITY, htmlEntity));
  return unescaped.flatMap((variant) => {
    if (!variant.includes('%')) return variant;
    const once = percentDecoded(variant);
    return [variant, once, percentDecoded(once)];
  });
}

const ENTITY = /&(?:#([0-9]{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos));/gi;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function jsonEscape(_match: string, code: string | undefined, character: string | undefined): string {
  return code === undefined ? (character ?? '') : bytesOfCodePoint(parseInt(code, 16));
}

function htmlEntity(
  match: string,
  decimal: string | undefined,
  hex: string | undefined,
  name: string | undefined,
): string {
  if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? match;
  return bytesOfCodePoint(decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal));
}

function bytesOfCodePoint(code: number): string {
  return code > 0x10ffff ? '' : Buffer.from(String.fromCodePoint(code), 'utf8').toString('latin1');
}

function percentDecoded(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_match, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}
