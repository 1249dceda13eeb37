import { Worker } from 'node:worker_threads';
import type { Redactor } from '../../exchange';
import { PROGRESS, type FromThread, type ThreadData, type ToThread } from './messages';

/** A process that ends waits so long for results that are on their way; milliseconds. */
const LAST_MS = 1000;

export interface ThreadOptions {
  /** The program of the thread: a CommonJS file. */
  readonly entry: string;
  readonly data: Omit<ThreadData, 'progress'>;
  readonly onMessage: (message: FromThread) => void;
  /** Told when the thread ended before its work was done. @param error the one that nobody caught there */
  readonly onGone: (error: unknown) => void;
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
  constructor({ entry, data, onMessage, onGone }: ThreadOptions) {
    const workerData: ThreadData = { ...data, progress: this.#progress };
    this.#worker = new Worker(entry, { workerData, argv: process.argv.slice(2) });
    let uncaught: unknown;
    this.#worker.on('message', onMessage);
    this.#worker.on('error', (error: unknown) => {
      uncaught = error;
      // All that there was to do is done, and yet it is our fault, which ends a process as it does everywhere.
      if (this.has('ended')) throw error;
    });
    // Whatever the thread said before has been heard by then.
    this.#worker.on('exit', () => {
      process.off('exit', this.#await);
      if (!this.has('ended')) onGone(uncaught);
    });
    process.on('exit', this.#await);
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
  }

  /** While something is waited for that only the thread can bring. */
  async during(answer: Promise<void>): Promise<void> {
    this.#worker.ref();
    await answer;
    // In the end the process waits until the thread has ended, too.
    if (!this.has('ended')) this.#worker.unref();
  }

  /** However the process ends: what was gathered is written, as if there were no other thread. */
  readonly #await = (): void => {
    const untilMs = performance.now() + LAST_MS;
    for (let written = this.scenarios; written < this.#scenarios; written = this.scenarios) {
      const leftMs = untilMs - performance.now();
      if (leftMs <= 0 || Atomics.wait(this.#progress, PROGRESS.scenarios, written, leftMs) === 'timed-out') return;
    }
  };
}
