import { Device } from '../fairplay';
import { Journal } from '../exchange';
import type { Subject } from '../checks';
import type { LedgerCheck } from '../ledger';
import type { JudgedFinding } from '../verdict';
import { Identities } from './identities';
import { judgeInvariants, judgeSubject, throwOn } from './judging';
import type { Player } from './player';
import type { Run } from './run';

export interface ScenarioMeta {
  /** Stable over runs: uri and name (with the outline's row). */
  readonly id: string;
  readonly name: string;
  /** Requirement ids of the tags. */
  readonly requirements: readonly string[];
  /** Steps of the pickle, hooks left out. */
  readonly steps: number;
}

export interface StepTrace {
  /** Numbers of the exchanges begun during the step. */
  exchanges: readonly number[];
  findings: readonly JudgedFinding[];
}

/** One scenario under way: its journal, its players, and what was found so far. */
export class Scenario {
  readonly journal: Journal;
  readonly identities: Identities;
  readonly players = new Map<string, Player>();
  readonly findings: JudgedFinding[] = [];
  /** Ends what the scenario switched on at the doubles. */
  readonly releases: (() => void)[] = [];
  /** Checks that this scenario's tags name and this target can show. */
  readonly due: readonly LedgerCheck[];
  /** What each step began and found, in the order of the steps. */
  readonly traces: StepTrace[] = [];
  readonly #fresh: JudgedFinding[] = [];
  /** Exchanges of the steps that are over. */
  #seen = 0;
  #invariantsJudged = false;

  constructor(
    readonly run: Run,
    readonly meta: ScenarioMeta,
  ) {
    this.identities = new Identities(run.seed, run.nonce, meta.id);
    this.journal = new Journal(meta.name, run.wallClock, run.redactor);
    this.due = run.manifest.dueIn(meta);
    run.target.attach(this.journal);
  }

  /** The player of that name, made on first sight with a device and a cookie of its own. */
  player(name: string, hu?: Buffer): Player {
    const known = this.players.get(name);
    if (known !== undefined) return known;
    const device = new Device({ name, hu: hu ?? this.run.deviceIds.get(name) ?? this.identities.hu() });
    this.run.redactor.learn('device', device.hu);
    const player: Player = { name, device, cookie: this.identities.cookie(), registration: 'none' };
    this.players.set(name, player);
    return player;
  }

  /**
   * Judges the due checks that answer to these subjects; in the last step also the invariants, so that a broken one shows.
   * @throws {ViolationError} when a MUST is wrong
   * @throws {BlockedError} when a check finds nothing to judge
   */
  judge(...subjects: readonly Subject[]): void {
    const fresh = subjects.flatMap((subject) => judgeSubject(this, subject));
    if (this.traces.length === this.meta.steps - 1) fresh.push(...this.#invariants());
    this.findings.push(...fresh);
    this.#fresh.push(...fresh);
    throwOn(fresh);
  }

  /** Called after each step that was executed, whatever became of it. */
  endStep(): void {
    const seen = this.#seen;
    this.#seen = this.journal.exchanges.length;
    this.traces.push({
      exchanges: this.journal.exchanges.slice(seen).map((exchange) => exchange.number),
      findings: this.#fresh.splice(0),
    });
  }

  /** What is left to judge when the scenario is over, however it ended. Never throws. */
  close(): readonly JudgedFinding[] {
    for (const release of this.releases.splice(0)) release();
    const late = this.#invariants();
    this.findings.push(...late);
    return late;
  }

  #invariants(): JudgedFinding[] {
    if (this.#invariantsJudged) return [];
    this.#invariantsJudged = true;
    return [...judgeSubject(this, 'arrow'), ...judgeInvariants(this)];
  }
}
