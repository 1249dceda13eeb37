/** Shorter beginnings are like too many. */
const SHORTEST_PART = 8;

/**
 * Whether `sent` is what a SEES may have made of `cookie`: percent-encoded or decoded once too often, in another case, trimmed,
 * cut short, or as hex or base64.
 */
export function looksLike(cookie: string | undefined, sent: string): boolean {
  if (cookie === undefined || cookie === '' || sent === '') return false;
  const meant = spellings(cookie);
  return spellings(sent).some((text) => meant.some((other) => isSame(other, text)));
}

function isSame(meant: string, sent: string): boolean {
  if (meant === sent) return true;
  const [short, long] = meant.length < sent.length ? [meant, sent] : [sent, meant];
  return short.length >= SHORTEST_PART && long.startsWith(short);
}

function spellings(text: string): string[] {
  const bytes = Buffer.from(text);
  const once = decoded(text);
  const all = [text, once, decoded(once), text.replaceAll('+', ' '), bytes.toString('hex'), bytes.toString('base64')];
  return [...new Set(all.map((one) => one.trim().toLowerCase()))].filter((one) => one !== '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
