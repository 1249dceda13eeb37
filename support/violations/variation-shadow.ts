import { AsyncLocalStorage } from 'node:async_hooks';
import type { Call, Handler, HttpRequest, HttpResponse } from '../exchange';
import { sameRequest, sameResponse } from './making';
import type { Variation } from './variation';

/** A variation asked what nobody else asked; what it would have made of the answer is not known. */
class Diverged extends Error {}

interface Asked {
  readonly request: HttpRequest;
  readonly answer: Promise<HttpResponse>;
  /** How often the variation asked. */
  times: number;
}

/**
 * As Shadow, for variations: which of them would have put anything differently. Only for those that are handlers and calls and
 * nothing else; settings and options are everywhere.
 */
export class VariationShadow {
  readonly #reached = new Set<string>();
  readonly #storages: AsyncLocalStorage<Asked>[] = [];

  constructor(private readonly variations: readonly Variation[]) {}

  /** Whether a shadow can tell where a variation makes a difference. */
  static canWatch({ settings, options }: Variation): boolean {
    return settings === undefined && options === undefined;
  }

  /** Variations reached since this was last asked. */
  take(): ReadonlySet<string> {
    const reached = new Set(this.#reached);
    this.#reached.clear();
    return reached;
  }

  /** Ends the watching: as long as one of these storages is in use, every promise of the process pays for it. */
  close(): void {
    for (const storage of this.#storages.splice(0)) storage.disable();
  }

  /** In the place of a variation. */
  get variation(): Variation {
    return {
      id: 'shadow',
      sentence: 'Nothing is different.',
      sees: (handler) => this.#watched(handler, 'sees'),
      expressplay: (handler) => this.#watched(handler, 'expressplay'),
      call: (call) => this.#watched(call, 'call'),
    };
  }

  #watched<F extends Handler | Call>(right: F, hook: 'sees' | 'expressplay' | 'call'): F {
    const underWay = new AsyncLocalStorage<Asked>();
    this.#storages.push(underWay);
    const others = this.variations.flatMap((variation) => {
      const decorate = variation[hook] as ((inner: F) => F) | undefined;
      if (decorate === undefined) return [];
      const differs = (): void => void this.#reached.add(variation.id);
      const memory = ((request: HttpRequest) => {
        const asked = underWay.getStore();
        if (asked !== undefined && sameRequest(request, asked.request)) {
          asked.times += 1;
          return asked.answer;
        }
        differs();
        return Promise.reject(new Diverged());
      }) as F;
      return [{ varied: decorate(memory), differs }];
    });
    return (async (request: HttpRequest, options) => {
      const answer = right(request, options);
      const told = others.map(async ({ varied, differs }) => {
        const asked: Asked = { request, answer, times: 0 };
        const theirs = underWay.run(asked, () => varied(request));
        const [own, other] = await Promise.allSettled([answer, theirs]);
        const same =
          own.status === 'fulfilled' && other.status === 'fulfilled'
            ? sameResponse(own.value, other.value)
            : own.status === other.status;
        // Not to ask, and to ask again, is different as well.
        if (!same || asked.times !== 1) differs();
      });
      await Promise.all(told);
      return answer;
    }) as F;
  }
}
