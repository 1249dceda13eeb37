import { RealClock, type Clock, type Handler } from '../exchange';

/** The machine's time, set wrong by so much. */
export class SetClock implements Clock {
  readonly #real = new RealClock();

  /** @param aheadMs negative: behind */
  constructor(private readonly aheadMs: number) {}

  now(): number {
    return this.#real.now() + this.aheadMs;
  }

  waitUntil(atMs: number, signal?: AbortSignal): Promise<void> {
    return this.#real.waitUntil(atMs - this.aheadMs, signal);
  }
}

/** Answers tell the time, as those of a server with a clock have to (RFC 9110, 6.6.1). */
export function dated(handler: Handler, clock: Clock): Handler {
  return async (request) => {
    const response = await handler(request);
    return { ...response, headers: { date: new Date(clock.now()).toUTCString(), ...response.headers } };
  };
}
