/** One `name=value` of a query or a form body. */
export interface Parameter {
  readonly name: string;
  readonly value: string;
  /** The value's text before decoding: the only way to tell `%2B60` from `+60`. */
  readonly raw: string;
}

/**
 * Splits a query string or an `application/x-www-form-urlencoded` body into its parameters, in their order, doubled ones
 * included. One leading `?` is skipped, and so are empty pieces (`a=1&&b=2`). Decoding is that of HTML forms: `+` is a
 * blank, percent sequences are UTF-8 bytes (bytes that are no UTF-8 become U+FFFD), and a `%` without two hex digits
 * stands for itself. Never throws.
 */
export function parseParameters(query: string): readonly Parameter[] {
  const parameters: Parameter[] = [];
  for (const piece of (query.startsWith('?') ? query.slice(1) : query).split('&')) {
    if (piece === '') continue;
    const equals = piece.indexOf('=');
    const name = equals < 0 ? piece : piece.slice(0, equals);
    const raw = equals < 0 ? '' : piece.slice(equals + 1);
    parameters.push({ name: decode(name), value: decode(raw), raw });
  }
  return parameters;
}

/** The query of a URL without its `?`, exactly as written; empty where there is none. */
export function queryOf(url: string): string {
  const fragment = url.indexOf('#');
  const beforeFragment = fragment < 0 ? url : url.slice(0, fragment);
  const start = beforeFragment.indexOf('?');
  return start < 0 ? '' : beforeFragment.slice(start + 1);
}

function decode(text: string): string {
  if (!/[%+]/.test(text)) return text;
  const plain = /^[ -~]*$/.test(text) ? percentDecoded(text.replaceAll('+', ' ')) : undefined;
  if (plain !== undefined) return plain;
  // URLSearchParams is the platform's form decoder; a name of our own keeps `=` and an empty text harmless.
  return new URLSearchParams(`x=${text}`).get('x') ?? '';
}

/** Undefined: not all of it is percent sequences of UTF-8, of which form decoders make something nevertheless. */
function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
