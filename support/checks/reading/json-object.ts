import { isJsonObject } from '../../protocol';

/** Bodies beyond these are not read: no documented message comes near them. */
const MAX_BYTES = 1024 * 1024;
const MAX_DEPTH = 64;

/** Made once: that costs more than to read an answer. Without `stream` nothing is left over from one text to the next. */
const UTF8 = new TextDecoder('utf-8', { fatal: true });

export interface JsonObjectReading {
  /** Own properties of the object; undefined where the text is no JSON object. */
  readonly json?: Readonly<Record<string, unknown>>;
  /** Names that the root object holds more than once: readers disagree about which one counts. */
  readonly duplicates: readonly string[];
  /** Why it is no single JSON object; empty where it is one. Values never appear here. */
  readonly problems: readonly string[];
}

/** Reads bytes as one JSON object (RFC 8259: UTF-8; a byte order mark is overlooked). Never throws. */
export function readJsonObject(body: Buffer): JsonObjectReading {
  if (body.length === 0) return unreadable('the body is empty');
  if (body.length > MAX_BYTES) return unreadable(`the body has ${body.length} bytes, more than ${MAX_BYTES}`);
  let text: string;
  try {
    text = UTF8.decode(body);
  } catch {
    return unreadable('the body is not UTF-8');
  }
  const outline = outlineOf(text);
  if (outline.depth > MAX_DEPTH) return unreadable(`the body is nested more than ${MAX_DEPTH} deep`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return unreadable('the body is not JSON');
  }
  if (!isJsonObject(value)) {
    return unreadable(`the body is JSON, but ${Array.isArray(value) ? 'an array' : 'a bare value'} and not an object`);
  }
  return { json: value, duplicates: outline.duplicates, problems: [] };
}

function unreadable(problem: string): JsonObjectReading {
  return { duplicates: [], problems: [problem] };
}

/** Depth and doubled names of the root, by one walk over the text: JSON.parse hides the second and may not survive the first. */
function outlineOf(text: string): { depth: number; duplicates: string[] } {
  const seen = new Set<string>();
  const duplicates = new Set<string>();
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '{' || character === '[') deepest = Math.max(deepest, (depth += 1));
    else if (character === '}' || character === ']') depth -= 1;
    else if (character === '"') {
      const start = at;
      at = endOfString(text, start);
      if (depth !== 1 || !/^\s*:/.test(text.slice(at + 1, at + 65))) continue;
      const name = plain(text.slice(start, at + 1));
      (seen.has(name) ? duplicates : seen).add(name);
    }
  }
  return { depth: deepest, duplicates: [...duplicates] };
}

/** Position of the quotation mark that ends the string; the text's length where none does. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let escapes = end;
    while (text[escapes - 1] === '\\') escapes -= 1;
    // Two by two they stand for backslashes; one that is left over escapes the quotation mark.
    if ((end - escapes) % 2 === 0) return end;
  }
  return text.length;
}

function plain(literal: string): string {
  if (!literal.includes('\\')) return literal.slice(1, -1);
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal;
  }
}
