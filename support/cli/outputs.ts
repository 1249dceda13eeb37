import type { RunListener } from '../verdict';
import { withLostOutputs, type ConformanceReport } from '../verdict';

/** What of a run's results could not be written: it ends the run, and is part of its verdict. */
export class Outputs {
  readonly #lost: string[] = [];
  #end: (reason: string) => void = () => undefined;

  constructor(private readonly say: (sentence: string) => void) {}

  get lost(): readonly string[] {
    return this.#lost;
  }

  /**
   * Told of each; from the first on no scenario is begun, since nobody would ever see what it brought.
   * @param said what may be said of it, where that is more than reports may hold
   */
  readonly onProblem = (sentence: string, said = sentence): void => {
    this.say(said);
    this.#lost.push(sentence);
    this.#end(sentence);
  };

  /** What ends the run, as soon as there is one. */
  endWith(end: (reason: string) => void): void {
    this.#end = end;
    const [first] = this.#lost;
    if (first !== undefined) end(first);
  }

  /** The report as it is after all that could not be written. */
  verdictOn(report: ConformanceReport): ConformanceReport {
    return withLostOutputs(report, this.#lost);
  }

  /** A listener that hears of the end only after the files: it gets what became of them. */
  afterwards(listener: RunListener): RunListener {
    return { ...listener, runFinished: (report) => listener.runFinished?.(this.verdictOn(report)) };
  }
}
