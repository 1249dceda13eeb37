import { createHash } from 'node:crypto';

/** That many values are told apart; who was not seen for long gets a new number when it comes back. */
const MOST = 10_000;

/** Short names for values that are not to be shown: the same value, the same name. */
export class Tags {
  readonly #known = new Map<string, string>();
  #count = 0;

  /** @param kind what stands before the number, e.g. `cookie` */
  constructor(private readonly kind: string) {}

  of(value: string): string {
    // However long it is, it takes the same room here.
    const key = createHash('sha256').update(value).digest('base64');
    const known = this.#known.get(key);
    this.#known.delete(key);
    const tag = known ?? `${this.kind} #${String((this.#count += 1))}`;
    this.#known.set(key, tag);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST && oldest !== undefined) this.#known.delete(oldest);
    return tag;
  }
}
