/** Reports show this many characters of a body at most. */
export const SHOWN_CHARACTERS = 16 * 1024;

const DEEPEST_JSON = 100;

/** `1,248 bytes`. */
export function bytesInWords(count: number): string {
  return count === 1 ? '1 byte' : `${grouped(count)} bytes`;
}

/** A count as English groups its digits. (`toLocaleString` loads the rules of a language for it, which takes 20 ms.) */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** The text of a body, or undefined when it is none: by its content type, or else by its bytes. */
export function textOf(body: Buffer, contentType: string | undefined): string | undefined {
  const type = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (/^text\/|[/+](json|xml|x-www-form-urlencoded|javascript|xhtml)$/.test(type)) return body.toString('utf8');
  // The first part decides; a body cut inside a character is still text.
  const sample = body.subarray(0, 4096);
  const text = sample.toString('utf8');
  const broken = text.slice(0, -1).includes('\ufffd');
  // eslint-disable-next-line no-control-regex -- controls are what tells binary from text
  return broken || /[\x00-\x08\x0e-\x1f]/.test(text) ? undefined : body.toString('utf8');
}

/**
 * JSON with line breaks, or undefined when it is none or nested deeper than anybody reads. Works on the characters, so
 * doubled members, the order and the spelling of numbers stay as they came.
 */
export function prettyJson(text: string): string | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (isDeeper(value, DEEPEST_JSON)) return undefined;
  // Spelled as programs do: nothing of it gets lost.
  if (JSON.stringify(value) === text) return JSON.stringify(value, undefined, 2);
  if (depthOf(text) > DEEPEST_JSON) return undefined;
  let shown = '';
  let depth = 0;
  const newLine = (): string => `\n${'  '.repeat(depth)}`;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[{]\s*[\]}]|[[\]{},:]|[^\s[\]{},:"]+/g)) {
    if (token === '{' || token === '[') {
      depth += 1;
      shown += token + newLine();
    } else if (token === '}' || token === ']') {
      depth -= 1;
      shown += newLine() + token;
    } else if (token === ',') shown += token + newLine();
    else if (token === ':') shown += ': ';
    else shown += token.startsWith('"') ? token : token.replace(/\s/g, '');
  }
  return shown;
}

/** Whether brackets are nested deeper than that in what became of them. */
function isDeeper(value: unknown, than: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return than === 0 || Object.values(value).some((inner) => isDeeper(inner, than - 1));
}

/** How deep brackets are nested outside strings; counted, since a parser's recursion is what deep input attacks. */
export function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\[^])*"?|[[\]{}]/g)) {
    if (token === '{' || token === '[') deepest = Math.max(deepest, (depth += 1));
    else if (token === '}' || token === ']') depth -= 1;
  }
  return deepest;
}
