import type { Call, Handler, HttpRequest } from '../exchange';
import { sameResponse } from './making';
import type { Variation } from './variation';
import { Watcher, type Asked } from './watcher';

/**
 * As Shadow, for variations: which of them would have put anything differently. Only for those that are handlers and calls and
 * nothing else; settings and options are everywhere.
 */
export class VariationShadow extends Watcher {
  constructor(private readonly variations: readonly Variation[]) {
    super();
  }

  /** Whether a shadow can tell where a variation makes a difference. */
  static canWatch({ settings, options }: Variation): boolean {
    return settings === undefined && options === undefined;
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
    const memory = this.memory<F>();
    const others = this.variations.flatMap((variation) => {
      const decorate = variation[hook] as ((inner: F) => F) | undefined;
      const differs = this.told(variation);
      return decorate === undefined ? [] : [{ varied: decorate(memory.of(differs)), differs }];
    });
    return (async (request: HttpRequest, options) => {
      const answer = right(request, options);
      const told = others.map(async ({ varied, differs }) => {
        const asked: Asked = { request, answer, times: 0 };
        const theirs = memory.underWay.run(asked, () => varied(request));
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
