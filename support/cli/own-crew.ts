import type { Crew, Job, OutcomeOf, TraceJob, TraceOutcome, TrialJob, TrialOutcome } from '../selftest';
import { combined, Shadow, together, VariationShadow, type Variation, type Violation } from '../violations';
import { Laboratory } from './laboratory';

export interface Catalog {
  readonly violations: readonly Violation[];
  readonly variations: readonly Variation[];
}

/** Does the jobs of a selftest in this process, one at a time. */
export class OwnCrew implements Crew {
  readonly size = 1;
  readonly #laboratory: Laboratory;
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    seed: number,
    private readonly catalog: Catalog,
  ) {
    this.#laboratory = new Laboratory(seed);
  }

  perform<J extends Job>(job: J): Promise<OutcomeOf<J>> {
    const done = this.#last.then((): Promise<OutcomeOf<Job>> => {
      return job.kind === 'trace' ? this.#trace(job) : this.#trial(job);
    });
    this.#last = done.catch(() => undefined);
    return done as Promise<OutcomeOf<J>>;
  }

  close(): void {
    this.#laboratory.close();
  }

  async #trace({ violations, variations = [], settings }: TraceJob): Promise<TraceOutcome> {
    const shadow = new Shadow(violations.map((id) => this.#violation(id)));
    const different = new VariationShadow(variations.map((id) => this.#variation(id)));
    const reached: Record<string, string[]> = Object.fromEntries([...violations, ...variations].map((id) => [id, []]));
    const listener = {
      scenarioFinished: ({ id }: { readonly id: string }): void => {
        for (const one of [...shadow.take(), ...different.take()]) reached[one]?.push(id);
      },
    };
    const conducted = this.#laboratory.conduct({
      ...(violations.length === 0 ? {} : { violation: shadow }),
      ...(variations.length === 0 ? {} : { variation: different.variation }),
      settings,
      listeners: [listener],
    });
    await conducted.finally(() => {
      shadow.close();
      different.close();
    });
    return { kind: 'trace', reached, scenarios: (await this.#laboratory.scenarios()).length };
  }

  async #trial({ violations, variations, settings, scenarios }: TrialJob): Promise<TrialOutcome> {
    const applied: Record<string, number> = Object.fromEntries(violations.map((id) => [id, 0]));
    const watched = violations.map((id) => ({
      decorations: this.#violation(id),
      applied: (): void => {
        applied[id] = (applied[id] ?? 0) + 1;
      },
    }));
    const variation = together(variations.map((id) => this.#variation(id)));
    if (variation === undefined) throw new Error(`${variations.join(' and ')} exclude each other`);
    const { complaints, passed } = await this.#laboratory.conduct({
      ...(violations.length === 0 ? {} : { violation: combined(watched) }),
      ...(variations.length === 0 ? {} : { variation }),
      settings,
      scenarios: scenarios === undefined ? undefined : new Set(scenarios),
    });
    return { kind: 'trial', applied, complaints, passed };
  }

  #violation(id: string): Violation {
    return found(id, this.catalog.violations);
  }

  #variation(id: string): Variation {
    return found(id, this.catalog.variations);
  }
}

function found<T extends { readonly id: string }>(id: string, all: readonly T[]): T {
  const one = all.find((candidate) => candidate.id === id);
  if (one === undefined) throw new Error(`there is no ${id}`);
  return one;
}
