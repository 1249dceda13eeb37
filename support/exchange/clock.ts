/**
 * Time as a thing that is handed around: nobody else in support/ reads the time of day or sleeps on it.
 */
export interface Clock {
  /**
   * Milliseconds since the epoch. `subject` names whose time is meant (the text of a token): a clock may run ahead for
   * one subject alone, so that one flow's token expires while the others live on.
   */
  now(subject?: string): number;
  /** Resolves when `now()` has reached `atMs`; a virtual clock moves there at once. */
  waitUntil(atMs: number, signal?: AbortSignal): Promise<void>;
}

/** A clock whose subjects can be set apart from everybody's time. */
export interface ShiftableClock extends Clock {
  /**
   * From now on `subject` lives `seconds` later (negative: earlier) than everybody else. A later call for the same
   * subject replaces the earlier one; 0 ends the shift.
   */
  shift(subject: string, seconds: number): void;
}

/** The subject of instants that a request names: by whose time they are past or too far ahead. */
export const INSTANTS = 'instants named in requests';

/** The offsets by subject, which both clocks have in common. */
class Shifts {
  readonly #ms = new Map<string, number>();

  of(subject: string | undefined): number {
    return subject === undefined ? 0 : (this.#ms.get(subject) ?? 0);
  }

  set(subject: string, seconds: number): void {
    if (!Number.isFinite(seconds)) throw new RangeError(`A shift is a number of seconds, not ${String(seconds)}`);
    if (seconds === 0) this.#ms.delete(subject);
    else this.#ms.set(subject, seconds * 1000);
  }
}

/** Time that stands still until it is told to move; it never goes back. */
export class VirtualClock implements ShiftableClock {
  readonly #shifts = new Shifts();
  #ms: number;

  /** @param startMs milliseconds since the epoch */
  constructor(startMs: number) {
    if (!Number.isFinite(startMs))
      throw new RangeError(`A clock starts at a number of milliseconds, not ${String(startMs)}`);
    this.#ms = startMs;
  }

  now(subject?: string): number {
    return this.#ms + this.#shifts.of(subject);
  }

  shift(subject: string, seconds: number): void {
    this.#shifts.set(subject, seconds);
  }

  /** Moves everybody's time on by `ms` milliseconds. */
  advance(ms: number): void {
    if (!(ms >= 0)) throw new RangeError(`Time does not go back: advance(${String(ms)})`);
    this.#ms += ms;
  }

  /** Jumps to `atMs`; a moment that has passed already changes nothing. */
  waitUntil(atMs: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.reject(reasonOf(signal));
    if (atMs > this.#ms) this.#ms = atMs;
    return Promise.resolve();
  }
}

/** setTimeout counts in a signed 32-bit number; anything longer fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The machine's own time. */
export class RealClock implements ShiftableClock {
  readonly #shifts = new Shifts();

  now(subject?: string): number {
    return Date.now() + this.#shifts.of(subject);
  }

  shift(subject: string, seconds: number): void {
    this.#shifts.set(subject, seconds);
  }

  /**
   * Sleeps. A jump of the machine's clock in between is noticed at the end of the sleep.
   * @throws the signal's reason, at once, when it is or gets aborted
   */
  waitUntil(atMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const onAbort = (): void => {
        clearTimeout(timer);
        reject(reasonOf(signal));
      };
      const step = (): void => {
        const left = atMs - Date.now();
        if (left > 0) {
          timer = setTimeout(step, Math.min(left, LONGEST_TIMER_MS));
          return;
        }
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      if (signal?.aborted === true) {
        reject(reasonOf(signal));
        return;
      }
      signal?.addEventListener('abort', onAbort, { once: true });
      step();
    });
  }
}

function reasonOf(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new Error('The wait was called off', { cause: reason });
}
