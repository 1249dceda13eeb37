import { AsyncLocalStorage } from 'node:async_hooks';
import type { Call, Handler, HttpRequest, HttpResponse } from '../exchange';
import { sameRequest } from './making';
import type { Applied } from './violation';

/** A decorator asked what the right party was not asked; what it would have made of the answer is not known. */
class Diverged extends Error {}

export interface Asked {
  readonly request: HttpRequest;
  readonly answer: Promise<HttpResponse>;
  /** How often a decorator asked for it. */
  times: number;
}

/** What decorators get in the place of the right party: its answer from memory, and no way to the world. */
export interface Memory<F> {
  readonly underWay: AsyncLocalStorage<Asked>;
  /** @param diverged told when something else is asked */
  readonly of: (diverged: Applied) => F;
}

/** Who lets others watch what happens, each by itself, and remembers who of them would have made a difference. */
export class Watcher {
  readonly #reached = new Set<string>();
  readonly #storages: AsyncLocalStorage<Asked>[] = [];

  /** Ids of those reached since this was last asked. */
  take(): ReadonlySet<string> {
    const reached = new Set(this.#reached);
    this.#reached.clear();
    return reached;
  }

  /** Ends the watching: as long as one of these storages is in use, every promise of the process pays for it. */
  close(): void {
    for (const storage of this.#storages.splice(0)) storage.disable();
  }

  protected told({ id }: { readonly id: string }): Applied {
    return () => void this.#reached.add(id);
  }

  protected memory<F extends Handler | Call>(): Memory<F> {
    const underWay = new AsyncLocalStorage<Asked>();
    this.#storages.push(underWay);
    const of = (diverged: Applied): F =>
      ((request: HttpRequest) => {
        const asked = underWay.getStore();
        if (asked !== undefined && sameRequest(request, asked.request)) {
          asked.times += 1;
          return asked.answer;
        }
        diverged();
        return Promise.reject(new Diverged());
      }) as F;
    return { underWay, of };
  }
}
