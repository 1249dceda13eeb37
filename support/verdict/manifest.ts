import { isFixture, type Ledger, type LedgerCheck } from '../ledger';
import type { Target } from '../target';

/** Why a check of the ledger will not be judged by this target. */
export interface Unseen {
  readonly outcome: 'not-observable' | 'not-applicable';
  readonly reason: string;
}

/** What a manifest looks at of a target. */
export type Sights = Pick<Target, 'profile' | 'underTest' | 'offers' | 'missing'>;

/** What this target can be asked: fixed before the first request. */
export class Manifest {
  readonly #unseen = new Map<string, Unseen>();
  readonly #invariants = new Map<string, LedgerCheck>();
  readonly #checksOf = new Map<string, LedgerCheck[]>();

  /** @param wanted ids of requirements and checks that were asked for; undefined: all */
  constructor(
    readonly ledger: Ledger,
    readonly target: Sights,
    readonly wanted?: ReadonlySet<string>,
  ) {
    // Loaded late: whoever only tells of verdicts (the thread that writes results) needs none of the checks.
    const { CHECKS } = require('../checks') as typeof import('../checks');
    const invariantIds = new Set(CHECKS.filter((check) => check.subject === 'every').map((check) => check.id));
    for (const check of ledger.checks) {
      const unseen = whyUnseen(check, target);
      if (unseen !== undefined) this.#unseen.set(check.id, unseen);
      else if (invariantIds.has(check.id)) this.#invariants.set(check.id, check);
      const siblings = this.#checksOf.get(check.requirement.id) ?? [];
      this.#checksOf.set(check.requirement.id, [...siblings, check]);
    }
  }

  /** The check as an invariant that this target can show; undefined for any other. */
  invariant(id: string): LedgerCheck | undefined {
    const check = this.#invariants.get(id);
    return check !== undefined && this.#isWanted(check) ? check : undefined;
  }

  get invariants(): readonly LedgerCheck[] {
    return [...this.#invariants.values()].filter((check) => this.#isWanted(check));
  }

  /** What was not asked for (--requirement) is not judged either, so it colors no scenario. */
  #isWanted({ id, requirement }: LedgerCheck): boolean {
    return this.wanted === undefined || this.wanted.has(id) || this.wanted.has(requirement.id);
  }

  unseen(id: string): Unseen | undefined {
    return this.#unseen.get(id);
  }

  /** Checks of these requirement ids, parts included, that are judged by Then steps and that this target can show. */
  dueIn(scenario: { readonly requirements: readonly string[] }): readonly LedgerCheck[] {
    return this.visibleIn(scenario).filter((check) => this.#isWanted(check));
  }

  /** As `dueIn`, also what was not asked for. */
  visibleIn(scenario: { readonly requirements: readonly string[] }): readonly LedgerCheck[] {
    return scenario.requirements
      .flatMap((id) => this.#checksOf.get(id) ?? [])
      .filter((check) => !this.#unseen.has(check.id) && !this.#invariants.has(check.id));
  }

  checksOf(requirementId: string): readonly LedgerCheck[] {
    return this.#checksOf.get(requirementId) ?? [];
  }
}

function whyUnseen({ requirement: { party }, needs }: LedgerCheck, target: Sights): Unseen | undefined {
  if (party === 'sees' || party === 'expressplay') {
    if (!target.underTest.has(party)) {
      const name = party === 'sees' ? 'SEES' : 'ExpressPlay';
      return {
        outcome: 'not-observable',
        reason: `in profile ${target.profile} ${name} is played by a double of ours`,
      };
    }
  }
  for (const need of needs) {
    if (!target.offers.has(need)) {
      return {
        outcome: isFixture(need) ? 'not-applicable' : 'not-observable',
        reason: target.missing.get(need) ?? `profile ${target.profile} does not offer ${need}`,
      };
    }
  }
  return undefined;
}
