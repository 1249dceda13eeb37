import { SecretFinder } from './secret-finder';
import { hexBytes, SHORTEST_SECRET } from './secret-forms';
import { ParameterMask } from './secret-parameters';

/** What kind of secret a value is; it becomes the visible tag, e.g. `<contentKey #2>`. */
export type SecretKind =
  | 'authenticator'
  | 'contentKey'
  | 'iv'
  | 'kek'
  | 'ek'
  | 'token'
  | 'device'
  | 'sessionKey'
  | 'privateKey'
  | 'credential'
  | 'proxy';

/** What a redactor was told, as plain data: another one that is told the same in the same order gives the same tags. */
export type Lesson =
  | { readonly kind: SecretKind; readonly text: string }
  /** In hex. */
  | { readonly kind: SecretKind; readonly bytes: string }
  /** A name whose values are secret. */
  | { readonly kind: SecretKind; readonly name: string };

/** Texts of so many characters are remembered, up to so many of them. */
const SHORT = 256;
const MOST_REMEMBERED = 10_000;

/** A character takes up to six (`\\u0041`) where it is encoded by halves. */
const MOST_SPREAD = 6;

/**
 * Replaces every secret it was told of, in every form it can take on the wire, by a stable tag.
 *
 * Forms: as it is; hex, lists of byte values, base64 and base64url of its bytes and, for text, of what it says as hex or
 * base64; base64 also inside longer base64; all of it in either case, with anything between the characters (blanks, dashes,
 * colons, line breaks), and under up to four layers of percent, JSON, JavaScript and HTML escapes. Twelve letters and digits
 * in a row are found as a part of a secret.
 * Not found: compressed or encrypted copies, base64 of base64, smaller pieces.
 */
export class Redactor {
  readonly #finder = new SecretFinder();
  readonly #mask = new ParameterMask();
  readonly #tags = new Map<string, string>();
  readonly #learned = new Set<string>();
  readonly #counts = new Map<SecretKind, number>();
  readonly #lessons: Lesson[] = [];
  /** Learned, and not yet in the index: whoever only runs never pays for spellings. */
  #pending: { readonly value: string | Buffer; readonly tag: string }[] = [];
  /** Short texts as they are shown by what is known: three of four (sentences, names, values) come again and again. */
  readonly #shown = new Map<string, string>();

  /**
   * Makes a value known; the same value keeps its tag, and a key is the same as its hex. Text is looked for as it is,
   * bytes as hex and base64 too. A value of fewer than 6 characters (or bytes) cannot be told from innocent text and is
   * ignored; the documented parameters that carry one are masked all the same.
   */
  learn(kind: SecretKind, value: string | Buffer): void {
    if (value.length < SHORTEST_SECRET) return;
    const spelled = typeof value === 'string' ? `text ${value}` : `bytes ${value.toString('hex')}`;
    if (this.#learned.has(spelled)) return;
    this.#learned.add(spelled);
    const identity = identityOf(value);
    // Whoever knows the hex knows the bytes.
    if (typeof value !== 'string' && this.#tags.has(identity)) return;
    let tag = this.#tags.get(identity);
    if (tag === undefined) {
      const count = (this.#counts.get(kind) ?? 0) + 1;
      this.#counts.set(kind, count);
      tag = `<${kind} #${String(count)}>`;
      this.#tags.set(identity, tag);
    }
    this.#pending.push({ value, tag });
    this.#shown.clear();
    this.#lessons.push(typeof value === 'string' ? { kind, text: value } : { kind, bytes: value.toString('hex') });
  }

  /** Makes the name of a parameter or JSON member known whose values are secret wherever it stands, whoever chose them. */
  learnName(kind: SecretKind, name: string): void {
    this.#mask.add(name, kind);
    this.#shown.clear();
    this.#lessons.push({ kind, name });
  }

  /** Everything that it was told and did not know, in order. Secrets as they are: they stay in this process. */
  get lessons(): readonly Lesson[] {
    return this.#lessons;
  }

  /** Is told what another one was. */
  study(lesson: Lesson): void {
    if ('name' in lesson) this.learnName(lesson.kind, lesson.name);
    else this.learn(lesson.kind, 'text' in lesson ? lesson.text : Buffer.from(lesson.bytes, 'hex'));
  }

  /** The tag of a value that was learned, for reports that speak of it. */
  tagOf(value: string | Buffer): string | undefined {
    return this.#tags.get(identityOf(value));
  }

  /** `text` without any known secret, and with the documented secret parameters masked even where their value is unknown. */
  text(text: string): string {
    // Nothing to hide in nothing, and no reason yet to spell out every form of every secret.
    if (text === '') return '';
    if (text.length > SHORT) return this.#mask.apply(this.#replace(text, text.length));
    let shown = this.#shown.get(text);
    if (shown === undefined) {
      if (this.#shown.size >= MOST_REMEMBERED) this.#shown.clear();
      this.#shown.set(text, (shown = this.#mask.apply(this.#replace(text, text.length))));
    }
    return shown;
  }

  /**
   * As `text`, of the first `limit` characters: a secret across the limit is seen whole and leaves its tag, never a part.
   */
  head(text: string, limit: number): string {
    if (text.length <= limit) return this.text(text);
    return this.#mask.apply(this.#replace(text.slice(0, limit + MOST_SPREAD * (this.#ready().longest + 1)), limit));
  }

  /** Whether a known secret is in there, in any form: for tests and canaries. Masks play no part in it. */
  contains(where: string | Buffer): boolean {
    return this.#ready().find(typeof where === 'string' ? where : where.toString('latin1')).length > 0;
  }

  #ready(): SecretFinder {
    for (const { value, tag } of this.#pending) {
      for (const part of partsOf(value)) this.#finder.learn(part, tag);
    }
    this.#pending = [];
    return this.#finder;
  }

  #replace(text: string, limit: number): string {
    let shown = '';
    let from = 0;
    for (const { start, end, tag, part } of this.#ready().find(text)) {
      if (start >= limit) break;
      shown += text.slice(from, start) + (part === true ? `<part of ${tag.slice(1)}` : tag);
      from = end;
    }
    return from === 0 ? text.slice(0, limit) : shown + text.slice(from, Math.max(from, limit));
  }
}

function identityOf(value: string | Buffer): string {
  if (typeof value !== 'string') return `bytes ${value.toString('hex')}`;
  const bytes = hexBytes(value);
  return bytes === undefined ? `text ${value}` : `bytes ${bytes.toString('hex')}`;
}

/** A PEM text leaks by each of its lines, and by its content in one line. */
function partsOf(value: string | Buffer): (string | Buffer)[] {
  if (typeof value !== 'string' || !value.startsWith('-----BEGIN')) return [value];
  const lines = value.split(/\r?\n/).filter((line) => line !== '' && !line.startsWith('-----'));
  return [value, ...lines.filter((line) => line.length >= 16), Buffer.from(lines.join(''), 'base64')];
}
