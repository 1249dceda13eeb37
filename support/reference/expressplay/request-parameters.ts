import { parseParameters, queryOf } from '../../protocol';
import type { HttpRequest } from '../../exchange';

/** Parameters of a request by their case-sensitive names (EP-IT). */
export class RequestParameters {
  readonly #values = new Map<string, string[]>();

  /** The query, and the body where it is a form. */
  constructor(request: HttpRequest) {
    const isForm = /^\s*application\/x-www-form-urlencoded\s*(;|$)/i.test(request.headers['content-type'] ?? '');
    const body = request.method === 'POST' && isForm ? parseParameters(request.body.toString('utf8')) : [];
    for (const { name, value } of [...parseParameters(queryOf(request.url)), ...body]) {
      const values = this.#values.get(name);
      if (values === undefined) this.#values.set(name, [value]);
      else values.push(value);
    }
  }

  /** The first value, as a servlet reads it. */
  get(name: string): string | undefined {
    return this.#values.get(name)?.[0];
  }

  all(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }
}
