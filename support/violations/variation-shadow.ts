import type { Call, Handler, HttpRequest, HttpResponse } from '../exchange';
import { jsonOf, sameResponse, serviceOf } from './making';
import type { Variation } from './variation';
import { Watcher, type Asked } from './watcher';

type Hook = 'sees' | 'expressplay' | 'call';

/**
 * As Shadow, for variations: which of them would have put anything differently. What settings and options make different nobody
 * sees here; of those that say where alone they can show, it tells whether that came to pass.
 */
export class VariationShadow extends Watcher {
  constructor(private readonly variations: readonly Variation[]) {
    super();
  }

  /** Whether a shadow can tell where a variation makes a difference. */
  static canWatch({ settings, options, where }: Variation): boolean {
    return (settings === undefined && options === undefined) || where !== undefined;
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

  #watched<F extends Handler | Call>(right: F, hook: Hook): F {
    const memory = this.memory<F>();
    const placed = this.variations.filter(({ where }) => where !== undefined);
    const others = this.variations.flatMap((variation) => {
      if (variation.where !== undefined) return [];
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
      const place = await placeOf(hook, request, answer);
      for (const variation of placed) if (variation.where === place) this.told(variation)();
      return answer;
    }) as F;
  }
}

async function placeOf(hook: Hook, request: HttpRequest, answer: Promise<HttpResponse>): Promise<Variation['where']> {
  if (hook !== 'sees') return serviceOf(request);
  const said = await answer.catch(() => undefined);
  return said !== undefined && jsonOf(said)?.isAllowed === false ? 'refusal' : undefined;
}
