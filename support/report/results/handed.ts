import { unredactedOf, type Redactor } from '../../exchange';

/** An object as another thread can be given it: plain data, with the text that is redacted late as it was before. */
export interface Handed<T> {
  readonly plain: T;
  /** The member that is not redacted yet; absent: all of it is. */
  readonly late?: string;
}

/** @param late the member that `withUnredacted` kept the text of, if anything was kept; it is not read then */
export function handOver<T extends object>(owner: T, late: keyof T & string): Handed<T> {
  const unredacted = unredactedOf(owner);
  const plain: Record<string, unknown> = {};
  // A getter of its class does not come along by itself, and is written first.
  if (!Object.hasOwn(owner, late)) plain[late] = unredacted ?? owner[late];
  // The members stay in their order: files are to look the same, whoever writes them.
  for (const name of Object.keys(owner)) {
    plain[name] = name === late && unredacted !== undefined ? unredacted : owner[name as keyof T];
  }
  return unredacted === undefined ? { plain: plain as T } : { plain: plain as T, late };
}

export function takeOver<T extends object>({ plain, late }: Handed<T>, redactor: Redactor): T {
  if (late === undefined) return plain;
  return { ...plain, [late]: redactor.text(String(plain[late as keyof T])) };
}
