import { setMaxListeners } from 'node:events';
import type { Clock, Exchange, Redactor } from '../exchange';
import type { Ledger } from '../ledger';
import { isProduction, type Target } from '../target';
import { Manifest, NO_WAIVERS, type PlannedScenario, type RunListener, type Waivers } from '../verdict';
import { Scenario, type ScenarioMeta } from './scenario';
import { Silence } from './silence';
import type { SpcSource } from './spcs';
import type { Titles } from './titles';
import type { Turn, Wait } from './turns';

export interface Timing {
  /** Added to every real wait: clock skew between us and the target, and the way there; milliseconds. */
  readonly toleranceMs: number;
  /** A limit further away than this is not waited for; milliseconds. */
  readonly longestWaitMs: number;
  /** How long a record may take to show (expressplay.record.visibilityMs). */
  readonly recordVisibilityMs: number;
}

export interface RunParts {
  readonly target: Target;
  readonly ledger: Ledger;
  readonly redactor: Redactor;
  readonly titles: Titles;
  readonly spcs: SpcSource;
  /** Ids that devices were given, by name (`device A`); others get one of this run. */
  readonly deviceIds?: ReadonlyMap<string, Buffer>;
  readonly timing: Timing;
  /** Ids of requirements and checks that were asked for; undefined: all. */
  readonly requirements: ReadonlySet<string> | undefined;
  /** Redemptions this run may ask for; undefined: as many as it takes, but none of the vendor's production. */
  readonly redemptions: number | undefined;
  readonly seed: number;
  readonly nonce: string;
  /** The time of reports; never virtual. */
  readonly wallClock: Clock;
  readonly listeners: readonly RunListener[];
  /** Undefined: none. */
  readonly waivers?: Waivers;
}

/** One run of the suite against one target: what every scenario shares. */
export class Run {
  readonly target: Target;
  readonly redactor: Redactor;
  readonly titles: Titles;
  readonly spcs: SpcSource;
  readonly deviceIds: ReadonlyMap<string, Buffer>;
  readonly timing: Timing;
  readonly seed: number;
  readonly nonce: string;
  readonly wallClock: Clock;
  readonly manifest: Manifest;
  readonly listeners: readonly RunListener[];
  readonly waivers: Waivers;
  readonly #stop = new AbortController();
  readonly #scenarios = new Map<string, Scenario>();
  readonly #silence: Silence;
  #interrupted: string | undefined;
  #announced = 0;
  #longest: LongestWait | undefined;
  #redemptionsLeft: number;
  readonly #redemptionsCounted: boolean;

  constructor(parts: RunParts) {
    this.target = parts.target;
    this.redactor = parts.redactor;
    this.titles = parts.titles;
    this.spcs = parts.spcs;
    this.deviceIds = parts.deviceIds ?? new Map();
    this.timing = parts.timing;
    this.#redemptionsLeft = parts.redemptions ?? Infinity;
    this.#redemptionsCounted = parts.redemptions !== undefined;
    this.seed = parts.seed;
    this.nonce = parts.nonce;
    this.wallClock = parts.wallClock;
    this.listeners = parts.listeners;
    this.waivers = parts.waivers ?? NO_WAIVERS;
    this.manifest = new Manifest(parts.ledger, parts.target, parts.requirements);
    this.#silence = new Silence(parts.target.underTest);
    // Every call in flight listens to it, and many are in flight at once.
    setMaxListeners(0, this.#stop.signal);
  }

  /** Aborted when the run is ended early: waits and calls in flight end with it. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /** Why the run was ended early; undefined while nothing ended it. */
  get interrupted(): string | undefined {
    return this.#interrupted;
  }

  interrupt(reason: string): void {
    this.#interrupted ??= reason;
    this.#stop.abort(new Error(reason));
  }

  /** Told of the calls that an entitlement request brought about; ends the run early when a target has never answered any. */
  heed(calls: readonly Exchange[]): void {
    const silent = this.#silence.note(calls);
    if (silent !== undefined) this.interrupt(silent);
  }

  /** Set by the recorder, which sees the features first. */
  plans: (pickleId: string) => PlannedScenario | undefined = () => undefined;

  /** @param key cucumber's testCaseStartedId */
  begin(key: string, meta: ScenarioMeta): Scenario {
    const scenario = new Scenario(this, meta);
    this.#scenarios.set(key, scenario);
    return scenario;
  }

  /** What comes now is of the scenario's next step. @param key of `begin`; of others nothing is known */
  endStep(key: string): void {
    this.#scenarios.get(key)?.endStep();
  }

  /** Hands the scenario over to whoever reports on it; undefined when it never began (parse error, undefined step first). */
  take(key: string): Scenario | undefined {
    const scenario = this.#scenarios.get(key);
    this.#scenarios.delete(key);
    return scenario;
  }

  /**
   * Takes one redemption from what the operator allows.
   * @param url the token URL: SEES may send the player to a place that nobody configured
   * @returns why there is none; undefined: it was taken
   */
  spendRedemption(url: string): string | undefined {
    if (!this.#redemptionsCounted && isProduction(url)) {
      return 'the token URL leads to the production of the vendor, where each redemption costs a credit, and the operator allowed none (limits.redemptions)';
    }
    if (this.#redemptionsLeft <= 0) {
      return 'the operator allows no further redemption (limits.redemptions; each may cost a credit)';
    }
    this.#redemptionsLeft -= 1;
    return undefined;
  }

  /** One that was taken and not asked for. */
  returnRedemption(): void {
    this.#redemptionsLeft += 1;
  }

  /**
   * The turn of the next request to a party under test, where requests are held to a rate; undefined: it may go at once.
   * @param urgent before others: the token may end
   */
  turn(to: 'sees' | 'expressplay', urgent = false): Promise<void> | undefined {
    const { pace, underTest } = this.target;
    return pace === undefined || !underTest.has(to) ? undefined : pace.turn({ urgent, signal: this.signal });
  }

  /** Of scenarios that let others act while they wait, by their ids; set by the engine. */
  turns: ReadonlyMap<string, Turn> = new Map();

  /** Undefined: nothing was waited for. */
  get longestWait(): LongestWait | undefined {
    return this.#longest;
  }

  /** The operator allows so many redemptions and no more. */
  get redemptionsAreCounted(): boolean {
    return this.#redemptionsLeft < Infinity;
  }

  /**
   * Waits on the target's clock; other scenarios act meanwhile, where the engine lets them.
   * @param last the scenario is judged last: it goes on when everything else is done
   */
  async wait(scenario: { readonly meta: ScenarioMeta }, wait: Wait, last = false): Promise<void> {
    const ms = wait.untilMs - this.target.clock.now();
    if (ms > (this.#longest?.ms ?? 0)) this.#longest = { reason: wait.reason, ms };
    const sleep = (): Promise<void> => this.target.clock.waitUntil(wait.untilMs, this.signal);
    const turn = this.turns.get(scenario.meta.id);
    if (turn !== undefined) {
      await turn.during(wait, sleep, last, this.signal);
      return;
    }
    this.idle([wait]);
    await sleep();
  }

  /** Waits and lets nobody else act: the target asked for patience. */
  pause(ms: number): Promise<void> {
    return this.target.clock.waitUntil(this.target.clock.now() + ms, this.signal);
  }

  /** Nobody acts. The listeners hear of the longest of these waits: the shorter ones pass in its shadow. */
  idle(waits: readonly Wait[]): void {
    const [longest, ...others] = [...waits].sort((one, other) => other.untilMs - one.untilMs);
    if (longest === undefined || longest.untilMs <= this.#announced) return;
    if (longest.untilMs - this.target.clock.now() < WORTH_TELLING_MS) return;
    this.#announced = longest.untilMs + WORTH_TELLING_MS;
    const reason = others.length === 0 ? longest.reason : `${longest.reason}, and ${String(others.length)} more`;
    // Whoever counts down has a clock of their own.
    const untilMs = this.wallClock.now() + longest.untilMs - this.target.clock.now();
    for (const listener of this.listeners) listener.waiting?.(reason, untilMs);
  }
}

/** A shorter wait is not told of, nor one that ends less than that after the one that was. */
const WORTH_TELLING_MS = 1000;

export interface LongestWait {
  readonly reason: string;
  /** From its beginning. */
  readonly ms: number;
}

let current: Run | undefined;
let opener: (() => Promise<Run>) | undefined;

/** The run of this process. Cucumber clones world parameters, so the World finds it here. */
export function currentRun(): Run | undefined {
  return current;
}

export function setCurrentRun(run: Run | undefined): void {
  current = run;
}

/** How a plain `cucumber-js` comes to a run: whoever can open one says so before the first scenario. */
export function openRunsWith(open: (() => Promise<Run>) | undefined): void {
  opener = open;
}

/** @throws {Error} when nobody opened a run and nobody can */
export async function ensureRun(): Promise<Run> {
  if (current !== undefined) return current;
  if (opener === undefined) {
    throw new Error('no run is under way: keep the formatter ./support/cli/plain-formatter of cucumber.js');
  }
  current = await opener();
  return current;
}
