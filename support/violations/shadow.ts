import type { Call, Handler, HttpRequest } from '../exchange';
import type { Applied, Decorations, Violation } from './violation';
import { Watcher } from './watcher';

/**
 * The reference pair as it is, shadowed by violations: each sees every decision and every message, and says whether it would
 * have made a difference; what it would have done is thrown away. So one run tells which scenarios reach which violations.
 */
export class Shadow extends Watcher implements Decorations {
  constructor(private readonly violations: readonly Violation[]) {
    super();
  }

  readonly seesRules: NonNullable<Decorations['seesRules']> = (rules) =>
    this.#shadowed(rules, ({ seesRules }, applied) => seesRules?.(rules, applied));

  readonly expressplayRules: NonNullable<Decorations['expressplayRules']> = (rules) =>
    this.#shadowed(rules, ({ expressplayRules }, applied) => expressplayRules?.(rules, applied));

  readonly sees: NonNullable<Decorations['sees']> = (handler) => this.#watched(handler, 'sees');

  readonly expressplay: NonNullable<Decorations['expressplay']> = (handler) => this.#watched(handler, 'expressplay');

  /** Asked whenever somebody goes to the TLS door; what its violations would make of it only sockets could tell. */
  readonly door: NonNullable<Decorations['door']> = (rules) => {
    for (const violation of this.violations) if (violation.door !== undefined) this.told(violation)();
    return rules;
  };

  readonly call: NonNullable<Decorations['call']> = (call) => this.#watched(call, 'call');

  #shadowed<R extends object>(rules: R, decorate: (violation: Violation, applied: Applied) => R | undefined): R {
    const shadows = this.violations.flatMap((violation) => {
      const applied = this.told(violation);
      const decorated = decorate(violation, applied);
      return decorated === undefined ? [] : [{ decorated, applied }];
    });
    const entries = Object.entries(rules as Record<string, (...given: unknown[]) => unknown>);
    const watched = entries.map(([name, rule]) => {
      const others = shadows.flatMap(({ decorated, applied }) => {
        const other = (decorated as Record<string, (...given: unknown[]) => unknown>)[name];
        return other === undefined || other === rule ? [] : [{ other, applied }];
      });
      const watch = (...given: unknown[]): unknown => {
        for (const { other, applied } of others) attempt(() => other(...given), applied);
        return rule(...given);
      };
      return [name, watch] as const;
    });
    return Object.fromEntries(watched) as R;
  }

  /** Each violation gets the right answer from memory, and no way to the world. */
  #watched<F extends Handler | Call>(right: F, hook: 'sees' | 'expressplay' | 'call'): F {
    const memory = this.memory<F>();
    const shadows = this.violations.flatMap((violation) => {
      const decorate = violation[hook] as ((inner: F, applied: Applied) => F) | undefined;
      const applied = this.told(violation);
      return decorate === undefined ? [] : [{ decorated: decorate(memory.of(applied), applied), applied }];
    });
    return (async (request: HttpRequest, options) => {
      const answer = right(request, options);
      const failure = answer.then(
        () => undefined,
        (error: unknown) => error,
      );
      // All of them at once, as long as the right one is at it: some violations are about what happens at the same time.
      const watched = memory.underWay.run({ request, answer, times: 0 }, () =>
        shadows.map(({ decorated, applied }) =>
          // Another failure than the right party met is the violation's own.
          decorated(request).catch(async (error: unknown) => (error === (await failure) ? undefined : applied())),
        ),
      );
      await failure;
      await Promise.race([Promise.all(watched), turnOfTheLoop()]);
      return answer;
    }) as F;
  }
}

/** All that is at hand has been done by then; whoever still waits, waits for ever and must not hold up what is right. */
function turnOfTheLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function attempt(act: () => unknown, failed: () => void): void {
  try {
    act();
  } catch {
    failed();
  }
}
