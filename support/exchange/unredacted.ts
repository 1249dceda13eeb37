/** A class that extends it puts its private fields into an object that is there already. */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- that is all there is to it
class HandedIn {
  constructor(owner: object) {
    return owner;
  }
}

/**
 * A private field of an object that is not of this class: neither JSON nor `inspect` nor a copy nor a comparison shows it.
 * (A WeakMap would say the same more plainly, and cost more than making the findings of a run does.)
 */
class Unredacted extends HandedIn {
  readonly #text: string;

  constructor(owner: object, text: string) {
    super(owner);
    this.#text = text;
  }

  static of(owner: object): string | undefined {
    return #text in owner ? owner.#text : undefined;
  }
}

/**
 * For an object with one text that is redacted when somebody reads it, since most are never read: it keeps, out of sight, the
 * text as it was. So whoever has a redactor elsewhere (another thread) can do what reading would have done here.
 */
export function withUnredacted<T extends object>(owner: T, text: string): T {
  return new Unredacted(owner, text) as unknown as T;
}

/** The text that was kept with this object; undefined: none was. Secrets may be in it: it stays in this process. */
export function unredactedOf(owner: object): string | undefined {
  return Unredacted.of(owner);
}
