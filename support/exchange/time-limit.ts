/** Limits that began in this turn of the event loop. */
const fresh = new Set<TimeLimit>();
let turnEnds = false;

/**
 * Acts after so many milliseconds, unless it is called off. Most calls inside this process are answered in the turn of the event
 * loop in which they began: only those that are not take a timer.
 */
export class TimeLimit {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly ms: number,
    private readonly act: () => void,
  ) {
    fresh.add(this);
    if (turnEnds) return;
    turnEnds = true;
    setImmediate(() => {
      turnEnds = false;
      for (const limit of fresh) limit.start();
    });
  }

  callOff(): void {
    fresh.delete(this);
    clearTimeout(this.#timer);
  }

  /** Takes the timer at once: its time is compared with that of other timers. */
  start(): void {
    fresh.delete(this);
    this.#timer = setTimeout(this.act, this.ms);
  }
}
