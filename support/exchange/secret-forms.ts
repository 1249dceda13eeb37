/** One spelling of a secret, to be looked for in text. */
export interface SecretForm {
  readonly text: string;
  /** A neighbor on this side holds bits of the secret as well (base64 inside a longer base64 text). */
  readonly spillsLeft?: boolean;
  readonly spillsRight?: boolean;
  /** A part of it gives the secret away too: halves of a key, the beginning of a token. */
  readonly divisible?: boolean;
}

/** Shorter values would turn up in innocent text all the time; a form shorter than this is not looked for. */
export const SHORTEST_SECRET = 6;

/** Longer values are not looked for in pieces of their encodings, only in pieces of themselves. */
const MOST_DIVIDED = 64;

/** Nothing here that an encoder could write in two ways, but for percent sequences, which are undone before looking. */
export const PLAIN = /^[\w.,:;=+/ ~@!$()*-]{24,}$/;

/**
 * Every way in which a value is likely to be spelled in a message or a log, once percent, JSON and HTML escapes are undone
 * (`decodedView`) and separators are overlooked (`SqueezedIndex`): as it is, as hex, as lists of its bytes and as base64, the
 * latter also in the middle of a longer base64 text. What is too short to overlook separators in is spelled out.
 */
export function formsOf(value: string | Buffer): SecretForm[] {
  const forms = new Map<string, SecretForm>();
  const add = (form: SecretForm): void => {
    if (form.text.length >= SHORTEST_SECRET && !forms.has(form.text)) forms.set(form.text, form);
  };
  if (typeof value === 'string') {
    // A PEM begins with words that any text may hold; its lines and its content are looked for by themselves.
    add({ text: value, divisible: !value.startsWith('-----BEGIN') });
    if (!PLAIN.test(value)) for (const text of textForms(value)) add({ text });
  }
  for (const bytes of bytesOf(value)) {
    for (const form of byteForms(bytes)) add(form);
  }
  for (const text of typeof value === 'string' ? packedForms(value) : []) {
    for (const lead of [0, 1, 2]) for (const form of base64Forms(Buffer.from(text), lead)) add(form);
  }
  return [...forms.values()];
}

/** The bytes behind a value: its UTF-8, and what it says where it is hex or base64 itself. */
export function bytesOf(value: string | Buffer): Buffer[] {
  if (typeof value !== 'string') return [value];
  const all: Buffer[] = [Buffer.from(value, 'utf8')];
  const hex = hexBytes(value);
  if (hex !== undefined) all.push(hex);
  if (/^[\w+/-]{16,}={0,2}$/.test(value)) {
    const decoded = Buffer.from(value, 'base64');
    const same =
      decoded.toString('base64').replace(/=+$/, '') === value.replace(/-/g, '+').replace(/_/g, '/').replace(/=+$/, '');
    if (same && hex === undefined) all.push(decoded);
  }
  return all.filter((bytes) => bytes.length >= SHORTEST_SECRET);
}

/** The bytes of a text of hex digits (with or without the dashes of a UUID), undefined for other texts. */
export function hexBytes(text: string): Buffer | undefined {
  const digits = text.replace(/-/g, '');
  return digits.length % 2 === 0 && /^[0-9a-f]{12,}$/i.test(digits) ? Buffer.from(digits, 'hex') : undefined;
}

function* textForms(text: string): Generator<string> {
  // What the bytes of the text look like to somebody who takes them for latin1.
  yield Buffer.from(text, 'utf8').toString('latin1');
  const once = [...percentForms(text)];
  yield* once;
  for (const encoded of once) yield* percentForms(encoded);
  const json = JSON.stringify(text).slice(1, -1);
  yield json;
  yield json.replace(/\//g, '\\/');
  for (const escaped of [json, json.replace(/\//g, '\\/')]) {
    yield escaped.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  }
  yield JSON.stringify(json).slice(1, -1);
  yield text.replace(/[&<>"]/g, (character) => `&#${String(character.charCodeAt(0))};`);
  yield text.replace(/[&<>"']/g, (character) => HTML[character] ?? character);
}

const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** The usual encoders differ in which characters they leave alone, how they write a space, and the case of hex digits. */
function* percentForms(text: string): Generator<string> {
  const wellFormed = text.replace(/\p{Surrogate}/gu, '\ufffd');
  // Most secrets are hex or base64url: nothing there to encode.
  if (/^[\w.-]*$/.test(wellFormed)) return;
  const component = encodeURIComponent(wellFormed);
  const strict = component.replace(/[!'()*]/g, percent);
  const form = new URLSearchParams([['', wellFormed]]).toString().slice(1);
  for (const upper of new Set([component, strict, form, encodeURI(wellFormed), component.replace(/%20/g, '+')])) {
    yield upper;
    yield upper.replace(/%[0-9A-F]{2}/g, (sequence) => sequence.toLowerCase());
  }
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** What ends up in base64 besides the value itself: a URL that holds it, or its hex in capitals. */
function* packedForms(text: string): Generator<string> {
  if (hexBytes(text) !== undefined && text !== text.toUpperCase()) yield text.toUpperCase();
  const [encoded, lower] = percentForms(text);
  if (encoded !== undefined && encoded !== text) yield encoded;
  if (lower !== undefined && lower !== encoded) yield lower;
}

function* byteForms(bytes: Buffer): Generator<SecretForm> {
  const hex = bytes.toString('hex');
  const divisible = bytes.length <= MOST_DIVIDED;
  yield { text: hex, divisible };
  if (bytes.length < 8) {
    yield { text: hex.replace(/../g, '%$&') };
    for (const separator of [':', ' ', '-']) yield { text: hex.replace(/..(?=.)/g, `$&${separator}`) };
  }
  if (divisible) {
    // As programs print arrays of bytes, from 0 to 255 or from -128 to 127.
    yield { text: bytes.join(' ') };
    if (bytes.some((byte) => byte > 127)) yield { text: new Int8Array(bytes).join(' ') };
  }
  yield* paddedForms(bytes);
  for (const lead of [0, 1, 2]) yield* base64Forms(bytes, lead);
}

/** Base64 of exactly these bytes. */
function* paddedForms(bytes: Buffer): Generator<SecretForm> {
  yield { text: bytes.toString('base64') };
  if (bytes.length < 18) yield { text: bytes.toString('base64url') };
}

/**
 * Base64 of these bytes as part of a longer text: depending on how many bytes stand before, other characters. Only those that
 * are made of our bits alone are looked for; those on the edges share bits with the neighbors.
 */
function* base64Forms(bytes: Buffer, lead: number): Generator<SecretForm> {
  const all = Buffer.concat([Buffer.alloc(lead), bytes]);
  const start = Math.ceil((lead * 8) / 6);
  const end = Math.floor((all.length * 8) / 6);
  const encodings = end - start < 24 ? (['base64', 'base64url'] as const) : (['base64'] as const);
  for (const encoding of encodings) {
    yield {
      text: all.toString(encoding).slice(start, end),
      spillsLeft: lead > 0,
      spillsRight: (all.length * 8) % 6 > 0,
      divisible: bytes.length <= MOST_DIVIDED,
    };
  }
}
