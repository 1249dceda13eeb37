import { setMaxListeners } from 'node:events';
import type { Clock, Redactor } from '../exchange';
import type { SpcSource, Timing, Titles } from '../session';
import type { Target } from '../target';
import { BackendWatch } from './backend-watch';
import { bind, type BindingParts, type Reached } from './binding';
import { Client } from './client';
import { Crossings } from './crossings';
import { Flows } from './flow';
import { Gate } from './gate';
import { Latencies, type ArrowFigures } from './latencies';
import { Owners } from './owners';
import { PassingJournal } from './passing-journal';
import { Twins, type TwinFigures } from './twins';

export interface LoadParts {
  readonly target: Target;
  readonly titles: Titles;
  readonly spcs: SpcSource;
  readonly timing: Pick<Timing, 'recordVisibilityMs'>;
  readonly redactor: Redactor;
  readonly wallClock: Clock;
  readonly seed: number;
  readonly nonce: string;
  /** Bindings in flight. */
  readonly flows: number;
  /** Requests in flight, and so connections: those beyond wait. */
  readonly sockets: number;
  /** Milliseconds of a clock that only ever goes on. */
  readonly elapsedMs: () => number;
  /** Told when the many begin (0), and of every answered request of theirs: how many of how many. */
  readonly progress: (done: number, of: number) => void;
}

/** Flows that stopped at the same place for the same reason. */
export interface StoppedFlows {
  readonly at: string;
  readonly why: string;
  readonly count: number;
}

/** What became of a load: counts and times, and nothing of the target. */
export interface LoadFacts {
  readonly flows: number;
  readonly sockets: number;
  /** Came to the key of their title. */
  readonly bound: number;
  readonly stopped: readonly StoppedFlows[];
  /** Not ended by anything they met: the load was ended first. */
  readonly calledOff: number;
  readonly crossings: Pick<Crossings, 'count' | 'byKind' | 'examples'>;
  readonly twins: TwinFigures;
  readonly arrows: readonly ArrowFigures[];
  /** Of the players, twins included. */
  readonly requests: number;
  /** Of SEES, where they are seen. */
  readonly backendRequests: number;
  /** How often a service asked for patience and was asked again. */
  readonly putOff: number;
  readonly mostFlowsInFlight: number;
  readonly mostRequestsInFlight: number;
  /** From the first request of the many to the last answer, the flow that goes first left out. */
  readonly durationMs: number;
  /** Why it ended early. */
  readonly partial: string | undefined;
  /** What the flow that went first and alone met; undefined: it came through. */
  readonly firstFlow: string | undefined;
}

/** An answer is slow when it takes longer than this, or than so many times what the first flow met. */
const SLOW_MS = 1000;
const SLOWER_THAN_FIRST = 4;

/** Requests that every binding takes. */
const STEPS = 4;

/** Many bindings at once against one target. */
export class Load {
  readonly #stop = new AbortController();
  readonly #crossings = new Crossings();
  readonly #latencies = new Latencies();
  readonly #stopped = new Map<string, { at: string; why: string; count: number }>();
  readonly #gate: Gate;
  readonly #twins: Twins;
  readonly #flows: Flows;
  readonly #owners: Owners;
  readonly #journal: PassingJournal;
  readonly #backend: BackendWatch;
  readonly #binding: BindingParts;
  #partial: string | undefined;
  #firstFlow: string | undefined;
  #unheard = 0;
  #answered = 0;
  #isAtOnce = false;
  #putOff = 0;
  #bound = 0;
  #calledOff = 0;
  #inFlight = 0;
  #mostInFlight = 0;
  #beganMs = 0;

  constructor(private readonly parts: LoadParts) {
    const { target, redactor, wallClock, elapsedMs, titles } = parts;
    setMaxListeners(0, this.#stop.signal);
    this.#gate = new Gate({ width: parts.sockets, elapsedMs });
    this.#owners = new Owners([...target.known.contents.values()]);
    this.#flows = new Flows(parts.seed, parts.nonce, titles);
    this.#twins = new Twins(target.known.readings, target.known.readings['deviceBinding.supported']);
    this.#journal = new PassingJournal(wallClock, redactor, elapsedMs);
    this.#backend = new BackendWatch({
      owners: this.#owners,
      crossings: this.#crossings,
      known: target.known,
      registration: titles.registration,
      clock: wallClock,
      redactor,
      elapsedMs,
      // A played ExpressPlay would be timing itself.
      took: (operation, ms) => {
        if (target.profile !== 'sees') this.#latencies.add(operation === 'token' ? 'B2, B11' : 'B7-B10', ms);
      },
    });
    const client = new Client({
      target,
      spcs: parts.spcs,
      gate: this.#gate,
      owners: this.#owners,
      crossings: this.#crossings,
      latencies: this.#latencies,
      journal: this.#journal,
      backend: this.#backend,
      elapsedMs,
      signal: this.#stop.signal,
      heard: (answered) => this.#heard(answered),
      putOff: () => (this.#putOff += 1),
    });
    this.#binding = {
      client,
      owners: this.#owners,
      crossings: this.#crossings,
      backend: this.#backend,
      twins: this.#twins,
      keyOf: (contentID) => target.known.contents.get(contentID)?.contentKey,
      untilRecorded: () => this.#untilRecorded(),
      signal: this.#stop.signal,
    };
  }

  /** Ends what is under way; what was gathered stays. */
  interrupt(reason: string): void {
    this.#partial ??= reason;
    this.#stop.abort(new Error(reason));
  }

  get interrupted(): string | undefined {
    return this.#partial;
  }

  /** One flow first and alone: a target that does not serve it is not asked thousands of times. Then all others at once. */
  async conduct(): Promise<LoadFacts> {
    this.parts.target.attach(this.#backend);
    const first = await this.#one(0);
    if (first.end === 'bound') {
      const [slowest = 0] = this.#latencies
        .figures()
        .map(({ maxMs }) => maxMs)
        .sort((a, b) => b - a);
      this.#gate.slowMs = Math.max(SLOW_MS, SLOWER_THAN_FIRST * slowest);
      this.#latencies.clear();
      this.#answered = 0;
      this.#isAtOnce = true;
      this.parts.progress(0, this.parts.flows * STEPS);
      this.#beganMs = this.parts.elapsedMs();
      const numbers = Array.from({ length: this.parts.flows }, (_, index) => index + 1);
      await Promise.all(numbers.map(async (number) => this.#count(await this.#one(number))));
    } else {
      this.#firstFlow = first.end === 'stopped' ? `${first.at}: ${first.why}` : 'called off';
    }
    return this.facts();
  }

  /** As it stands now: whatever happens, what was gathered can be told. */
  facts(): LoadFacts {
    const { flows, sockets } = this.parts;
    return {
      flows,
      sockets,
      bound: this.#bound,
      stopped: [...this.#stopped.values()].sort((a, b) => b.count - a.count),
      calledOff: this.#calledOff,
      crossings: this.#crossings,
      twins: this.#twins.figures,
      arrows: this.#latencies.figures(),
      requests: this.#journal.count,
      backendRequests: this.#backend.count,
      putOff: this.#putOff,
      mostFlowsInFlight: this.#mostInFlight,
      mostRequestsInFlight: this.#gate.most,
      durationMs: this.#beganMs === 0 ? 0 : Math.round(this.parts.elapsedMs() - this.#beganMs),
      partial: this.#partial,
      firstFlow: this.#firstFlow,
    };
  }

  async #one(number: number): Promise<Reached> {
    const flow = this.#flows.make(number);
    this.#owners.add(flow);
    this.#inFlight += 1;
    this.#mostInFlight = Math.max(this.#mostInFlight, this.#inFlight);
    try {
      return await bind(flow, this.#binding);
    } finally {
      this.#inFlight -= 1;
    }
  }

  #count(reached: Reached): void {
    if (reached.end === 'bound') this.#bound += 1;
    else if (reached.end === 'called off') this.#calledOff += 1;
    else {
      const { at, why } = reached;
      const same = this.#stopped.get(`${at} ${why}`) ?? { at, why, count: 0 };
      same.count += 1;
      this.#stopped.set(`${at} ${why}`, same);
    }
  }

  /** A target that went away is not waited for thousands of times. */
  #heard(answered: boolean): void {
    if (answered) {
      this.#unheard = 0;
      this.#answered += 1;
      if (this.#isAtOnce) this.parts.progress(this.#answered, this.parts.flows * STEPS);
      return;
    }
    this.#unheard += 1;
    const most = this.parts.sockets + 64;
    if (this.#unheard > most) {
      this.interrupt(`the target stopped answering: ${String(this.#unheard)} requests in a row without an answer`);
    }
  }

  async #untilRecorded(): Promise<void> {
    const { recordVisibilityMs } = this.parts.timing;
    const { clock } = this.parts.target;
    if (recordVisibilityMs <= 0) return;
    // The next call says that the load was ended.
    await clock.waitUntil(clock.now() + recordVisibilityMs, this.#stop.signal).catch(() => undefined);
  }
}
