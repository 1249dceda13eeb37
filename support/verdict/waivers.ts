import type { Outcome } from './outcome';
import type { CheckVerdict, RequirementVerdict } from './report-model';
import type { Waiver, WaiverState, WaiverVerdict } from './waiver';

const COVERED: readonly Outcome[] = ['fail', 'warn'];

/** The waivers of a run and what day it is: which checks they cover, and what became of them. */
export class Waivers {
  readonly #byId: ReadonlyMap<string, Waiver>;
  readonly #today: string;

  /** @param nowMs when the run began; a waiver counts to the end of its last day, UTC */
  constructor(
    readonly list: readonly Waiver[],
    nowMs: number,
  ) {
    this.#byId = new Map(list.map((waiver) => [waiver.requirement, waiver]));
    this.#today = new Date(nowMs).toISOString().slice(0, 10);
  }

  /** Whether a failure or warning of this check is put up with. */
  covers(check: string): boolean {
    const waiver = this.#waiverOf(check);
    return waiver !== undefined && !this.#isPast(waiver);
  }

  /** Marks what is covered; outcomes stay what they are. */
  applyTo(requirements: readonly RequirementVerdict[]): RequirementVerdict[] {
    if (this.list.length === 0) return [...requirements];
    return requirements.map((requirement) => {
      const checks = requirement.checks.map((check) => (this.#isWaived(check) ? { ...check, waived: true } : check));
      const waiver = checks.filter(({ waived }) => waived === true).map(({ id }) => this.#waiverOf(id))[0];
      return waiver === undefined ? requirement : { ...requirement, checks, waiver };
    });
  }

  /**
   * What became of each waiver.
   * @param whole nothing kept scenarios that judge its checks from running: only then does a pass tell that it is stale
   */
  verdicts(requirements: readonly RequirementVerdict[], whole: boolean): WaiverVerdict[] {
    const checks = requirements.flatMap((requirement) => requirement.checks);
    return this.list.map((waiver) => {
      const own = checks.filter(({ id }) => this.#waiverOf(id) === waiver);
      const covered = own.filter((check) => this.#isWaived(check)).map(({ id }) => id);
      return { ...waiver, state: this.#stateOf(waiver, own, covered.length > 0, whole), covered };
    });
  }

  #stateOf(waiver: Waiver, own: readonly CheckVerdict[], inForce: boolean, whole: boolean): WaiverState {
    if (this.#isPast(waiver)) return 'past';
    if (inForce) return 'in-force';
    const outcomes = own.map(({ outcome }) => outcome);
    // What was not seen or not reached may be what the waiver is for.
    const right = outcomes.includes('pass') && outcomes.every((outcome) => outcome === 'pass' || outcome === 'info');
    return whole && right ? 'stale' : 'unused';
  }

  #isWaived({ id, outcome }: CheckVerdict): boolean {
    return COVERED.includes(outcome) && this.covers(id);
  }

  /** The one for the check itself, or else the one for its requirement. */
  #waiverOf(check: string): Waiver | undefined {
    if (this.list.length === 0) return undefined;
    return this.#byId.get(check) ?? this.#byId.get(check.split('.', 1)[0] ?? check);
  }

  #isPast({ until }: Waiver): boolean {
    return until < this.#today;
  }
}

export const NO_WAIVERS = new Waivers([], 0);
