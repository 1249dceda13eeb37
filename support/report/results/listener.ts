import type { KeyObject } from 'node:crypto';
import type { Worker } from 'node:worker_threads';
import type { Redactor } from '../../exchange';
import type { ConformanceReport, Draft, RunListener, ScenarioRecord, StartFacts } from '../../verdict';
import { Drafts } from '../files/drafts';
import { removeLeftovers, whyUnwritable } from '../output';
import { count } from '../text';
import { handRecord } from './handed-record';
import { handReport } from './handed-report';
import type { FromThread } from './messages';
import { Thread } from './thread';
import type { ResultsWriter } from './writer';

export interface ResultsOptions {
  /** Made ready by `prepareOutput`, which kept the leftovers. */
  readonly outDir: string;
  /** Signs the report; undefined: nobody does. */
  readonly key: KeyObject | undefined;
  /** `written` is asked for in the end. */
  readonly wantsReport: boolean;
  /**
   * Begins the thread; its program calls `serveResults` with the first message that it gets.
   * @throws {Error} where the system gives no thread
   */
  readonly begin: () => Worker;
  /** Writes in this thread, where there is no other (any more). */
  readonly standIn: (before: { readonly resumed: boolean; readonly lost: readonly string[] }) => ResultsWriter;
  /**
   * Told once for everything that cannot be written, and when the thread falls over, which is our fault.
   * @param said what may be said of it, where that is more than reports may hold
   */
  readonly onProblem: (sentence: string, said?: string) => void;
  /** Told when there is no thread. */
  readonly say: (sentence: string) => void;
}

/**
 * Hands everything that a run leaves in its folder to a thread of its own, so that the run goes on meanwhile: to describe and
 * redact thousands of exchanges takes about as long as the run. Where that thread cannot be had, or dies, the run writes the rest
 * itself.
 */
export class Results implements RunListener {
  /** The report as it is in `conformance.json`, once it is; undefined: it is not, or nobody asked for it. */
  written: ConformanceReport | undefined;
  readonly #options: ResultsOptions;
  readonly #records: ScenarioRecord[] = [];
  readonly #lost: string[] = [];
  readonly #drafts: Drafts;
  #thread: Thread | undefined;
  /** In place of the thread. */
  #writer: ResultsWriter | undefined;
  #begun: { readonly facts: StartFacts; readonly draft: Draft | undefined } | undefined;
  #ended: ConformanceReport | undefined;
  #answered: () => void = () => undefined;

  constructor(options: ResultsOptions) {
    this.#options = options;
    this.#drafts = new Drafts(
      (report) => {
        this.#writer?.draft(report);
        this.#thread?.post({ kind: 'draft', report: handReport(report) });
      },
      () => performance.now(),
    );
    const { begin, outDir, key, wantsReport } = options;
    const onMessage = (message: FromThread): void => {
      this.#hear(message);
    };
    const onGone = (error: unknown): void => {
      this.#goOn(error);
    };
    const onLeft = (scenarios: number): void => {
      options.say(`The results of the last ${count(scenarios, 'scenario')} are not written`);
    };
    try {
      this.#thread = new Thread({ begin, data: { outDir, key, wantsReport }, onMessage, onGone, onLeft });
    } catch (error) {
      this.#goOn(error);
    }
  }

  /** Makes the thread know what this redactor knows, now and later. */
  follow(redactor: Redactor): void {
    this.#thread?.follow(redactor);
  }

  /** Resolves when the beginning is written: a run that cannot do even that had better not begin. */
  async runStarted(facts: StartFacts, _scenarios: number, _checks: number, draft?: Draft): Promise<void> {
    this.#begun = { facts, draft };
    const first = draft?.([]);
    this.#writer?.begin(facts, first);
    await this.#answerOf((thread) => {
      thread.post({ kind: 'begin', facts, draft: first && handReport(first) });
    });
    this.#drafts.begun();
  }

  waiting(): void {
    this.#drafts.keep(() => this.#begun?.draft?.(this.#records));
  }

  scenarioFinished(record: ScenarioRecord): void {
    this.#records.push(record);
    this.#writer?.scenario(record);
    this.#thread?.post({ kind: 'scenario', record: handRecord(record) });
    this.#drafts.keep(() => this.#begun?.draft?.(this.#records));
  }

  async runFinished(report: ConformanceReport): Promise<void> {
    this.#ended = report;
    if (this.#writer !== undefined) this.written = this.#writer.end(report);
    await this.#answerOf((thread) => {
      thread.post({ kind: 'end', report: handReport(report) });
    });
  }

  async #answerOf(tell: (thread: Thread) => void): Promise<void> {
    const thread = this.#thread;
    if (thread === undefined) return;
    const answer = new Promise<void>((resolve) => {
      this.#answered = resolve;
    });
    tell(thread);
    await thread.during(answer);
  }

  #hear(message: FromThread): void {
    if (message.kind === 'problem') {
      this.#lost.push(message.sentence);
      this.#options.onProblem(message.sentence);
      return;
    }
    if (message.kind === 'ended') this.written = message.report;
    this.#answered();
  }

  /** Without the thread: what it has not written is written here and now. */
  #goOn(error: unknown): void {
    const { outDir, onProblem, say, standIn } = this.#options;
    const resumed = this.#thread?.has('begun') ?? false;
    const said = `The thread that writes the results is gone (${wordsFor(error)}): the run writes them itself`;
    if (resumed && error !== undefined) {
      const sentence = `the thread that writes the results fell over: ${whyUnwritable(error)}`;
      this.#lost.push(sentence);
      onProblem(sentence, said);
    } else say(said);
    const written = this.#thread?.scenarios ?? 0;
    this.#thread = undefined;
    this.#writer = standIn({ resumed, lost: this.#lost });
    if (!resumed) removeLeftovers(outDir);
    if (this.#begun !== undefined) this.#writer.begin(this.#begun.facts, resumed ? undefined : this.#begun.draft?.([]));
    for (const record of this.#records.slice(0, written)) this.#writer.noted(record);
    for (const record of this.#records.slice(written)) this.#writer.scenario(record);
    if (this.#ended !== undefined) this.written = this.#writer.end(this.#ended);
    this.#answered();
  }
}

function wordsFor(error: unknown): string {
  if (error === undefined) return 'it ended';
  return error instanceof Error ? `${error.name}: ${error.message}` : 'it fell over';
}
