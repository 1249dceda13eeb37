/** How a license answer carries its CKC. Only `raw` is ExpressPlay's observed form; the others are tolerated. */
export type CkcForm = 'raw' | 'base64' | 'ckc-tag' | 'json';

export interface UnwrappedCkc {
  readonly ckc: Buffer;
  readonly form: CkcForm;
}

/** Keys under which JSON answers hold a CKC in base64. */
const JSON_KEYS = ['ckc', 'CkcMessage', 'License'];

/**
 * Finds the CKC in the body of a license answer as a tolerant client does: raw bytes, or, after trimming,
 * `<ckc>base64</ckc>`, bare base64, or a JSON object with `ckc`, `CkcMessage` or `License`. `undefined` where nothing in
 * the body starts with a CKC's version word (1 to 3): then no CKC was given. Whether it is a sound one, `SpcRequest.open`
 * tells. Never throws.
 */
export function unwrapCkc(body: Buffer): UnwrappedCkc | undefined {
  if (startsLikeCkc(body)) return { ckc: body, form: 'raw' };
  const text = body.toString('utf8').trim();
  if (text.startsWith('<ckc>') && text.endsWith('</ckc>')) return decoded(text.slice(5, -6), 'ckc-tag');
  if (text.startsWith('{')) return fromJson(text);
  return decoded(text, 'base64');
}

function fromJson(text: string): UnwrappedCkc | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  for (const key of JSON_KEYS) {
    const field = (value as Record<string, unknown>)[key];
    const found = typeof field === 'string' ? decoded(field.trim(), 'json') : undefined;
    if (found) return found;
  }
  return undefined;
}

function decoded(text: string, form: CkcForm): UnwrappedCkc | undefined {
  const compact = text.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(compact)) return undefined;
  const ckc = Buffer.from(compact, 'base64');
  return startsLikeCkc(ckc) ? { ckc, form } : undefined;
}

function startsLikeCkc(bytes: Buffer): boolean {
  if (bytes.length < 4) return false;
  const version = bytes.readUInt32BE(0);
  return version >= 1 && version <= 3;
}
