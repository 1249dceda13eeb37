import type { Worker } from 'node:worker_threads';
import type { Redactor } from '../../exchange';
import { PROGRESS, type FromThread, type ThreadData, type ToThread } from './messages';

/** The thread is waited for as long as it gets anything done in so many milliseconds. */
const PATIENCE_MS = 1000;

/** Scenarios that may be on their way before the run waits: whoever kills the process loses about these. */
const MOST_QUEUED = 32;

export interface ThreadOptions {
  /** Begins the thread. */
  readonly begin: () => Worker;
  readonly data: Omit<ThreadData, 'progress'>;
  readonly onMessage: (message: FromThread) => void;
  /** Told when the thread ended before its work was done. @param error the one that nobody caught there */
  readonly onGone: (error: unknown) => void;
  /** Told as the process ends, when the thread does nothing any more and so many scenarios are not written. */
  readonly onLeft: (scenarios: number) => void;
}

type Message = ToThread extends infer T ? (T extends ToThread ? Omit<T, 'lessons'> : never) : never;

/** The thread that writes results, as the run sees it. */
export class Thread {
  readonly #progress = new Int32Array(new SharedArrayBuffer(4 * Object.keys(PROGRESS).length));
  readonly #worker: Worker;
  #redactor: Redactor | undefined;
  #lessons = 0;
  #scenarios = 0;

  /** @throws {Error} where the system gives no thread */
  constructor({ begin, data, onMessage, onGone, onLeft }: ThreadOptions) {
    const whole: ThreadData = { ...data, progress: this.#progress };
    this.#worker = begin();
    this.#worker.postMessage(whole);
    let uncaught: unknown;
    this.#worker.on('message', onMessage);
    this.#worker.on('error', (error: unknown) => {
      uncaught = error;
      // All that there was to do is done, and yet it is our fault, which ends a process as it does everywhere.
      if (this.has('ended')) throw error;
    });
    // Whatever the thread said before has been heard by then.
    this.#worker.on('exit', () => {
      process.off('exit', atEnd);
      if (!this.has('ended')) onGone(uncaught);
    });
    // What was gathered is written, as if there were no other thread; a signal that nobody handles leaves no time for it.
    const atEnd = (): void => {
      this.#await(0);
      if (this.#left > 0) onLeft(this.#left);
    };
    process.on('exit', atEnd);
    // A run that cannot begin ends without it.
    this.#worker.unref();
  }

  has(step: 'begun' | 'ended'): boolean {
    return Atomics.load(this.#progress, PROGRESS[step]) > 0;
  }

  /** How many are written. */
  get scenarios(): number {
    return Atomics.load(this.#progress, PROGRESS.scenarios);
  }

  /** From here on, what this redactor was told goes before whatever is posted. */
  follow(redactor: Redactor): void {
    this.#redactor = redactor;
  }

  post(message: Message): void {
    const lessons = this.#redactor?.lessons.slice(this.#lessons) ?? [];
    this.#lessons += lessons.length;
    if (message.kind === 'scenario') this.#scenarios += 1;
    const whole = { ...message, lessons };
    try {
      this.#worker.postMessage(whole);
    } catch {
      // Something in it is no data, which only a SEES that is a module of the operator's own could bring about.
      this.#worker.postMessage(JSON.parse(JSON.stringify(whole)));
    }
    if (message.kind === 'scenario') this.#await(MOST_QUEUED);
  }

  /** While something is waited for that only the thread can bring. */
  async during(answer: Promise<void>): Promise<void> {
    this.#worker.ref();
    await answer;
    // In the end the process waits until the thread has ended, too.
    if (!this.has('ended')) this.#worker.unref();
  }

  /** Scenarios on their way. */
  get #left(): number {
    return this.#scenarios - this.scenarios;
  }

  /** Does nothing until no more than `most` are on their way, or the thread has come to a stop. */
  #await(most: number): void {
    while (this.#left > most) {
      const written = this.scenarios;
      if (Atomics.wait(this.#progress, PROGRESS.scenarios, written, PATIENCE_MS) === 'timed-out') return;
    }
  }
}
