import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordedRequest } from './recording';

/** How a tester would write a body down: nothing, text, or a file beside the tests. */
export type Body =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file'; readonly name: string };

/** Keeps bodies that are no text in files. */
export class Bodies {
  #count = 0;

  /** @param folder for the files; exists */
  constructor(private readonly folder: string) {}

  of({ body }: RecordedRequest): Body {
    if (body.length === 0) return { kind: 'none' };
    const text = body.toString('utf8');
    if (!Buffer.from(text).equals(body) || text.length > LONGEST_TEXT) return this.#file(body);
    return isPlainJson(text) ? { kind: 'json', text } : { kind: 'text', text };
  }

  #file(body: Buffer): Body {
    this.#count += 1;
    const name = `body-${this.#count}.bin`;
    writeFileSync(join(this.folder, name), body);
    return { kind: 'file', name };
  }
}

/** More is not written down between tests. */
const LONGEST_TEXT = 10_000;

/** An object or a list that JSON.stringify makes the same text of. */
function isPlainJson(text: string): boolean {
  try {
    return /^[[{]/u.test(text) && JSON.stringify(JSON.parse(text)) === text;
  } catch {
    return false;
  }
}
