import type { Call, HttpHeaders } from './http';

/** How far another clock is ahead of ours (negative: behind): somewhere from `lowMs` to `highMs`. */
export interface ClockOffset {
  readonly lowMs: number;
  readonly highMs: number;
  /** Answers that told the time. */
  readonly answers: number;
  /** False: no single offset explains all answers; several machines answer, or a clock was set. The span holds all of them. */
  readonly agree: boolean;
}

/** Our own clock. */
export const NO_OFFSET: ClockOffset = { lowMs: 0, highMs: 0, answers: 0, agree: true };

interface Span {
  lowMs: number;
  highMs: number;
}

interface Measured {
  answers: number;
  /** What all answers have in common. */
  common: Span;
  /** What any prompt answer allows. */
  whole: Span;
}

/** A Date header tells whole seconds. */
const RESOLUTION_MS = 1000;
/** An answer that took longer says little about the time. */
const PROMPT_MS = 2000;
/** Servers that write the Date of a second for the next moments too are no sign of several clocks. */
const STALE_MS = 1000;

/**
 * The clocks of servers, measured by the Date headers of their answers (RFC 9110, 6.6.1): when an answer left, the server's clock
 * stood within the second that it names, and that was between our sending and our receiving.
 */
export class ClockOffsets {
  readonly #places = new Map<string, Measured>();

  /** @param place the origin that was asked; times by our clock in milliseconds */
  note(place: string, sentMs: number, receivedMs: number, headers: HttpHeaders): void {
    const dateMs = readDate(headers.date);
    if (dateMs === undefined) return;
    const ageMs = readAge(headers.age);
    // A cache in between told its answer's age, in whole seconds too.
    const lowMs = dateMs + ageMs - receivedMs;
    const highMs = dateMs + ageMs + (ageMs === 0 ? 1 : 2) * RESOLUTION_MS - sentMs;
    const measured = this.#of(place);
    measured.answers += 1;
    measured.common = {
      lowMs: Math.max(measured.common.lowMs, lowMs),
      highMs: Math.min(measured.common.highMs, highMs),
    };
    if (receivedMs - sentMs > PROMPT_MS) return;
    measured.whole = { lowMs: Math.min(measured.whole.lowMs, lowMs), highMs: Math.max(measured.whole.highMs, highMs) };
  }

  /** Undefined: no answer from there told the time. */
  of(place: string): ClockOffset | undefined {
    const measured = this.#places.get(place);
    if (measured === undefined) return undefined;
    const { answers, common, whole } = measured;
    if (common.lowMs <= common.highMs) return { ...common, answers, agree: true };
    if (common.lowMs - common.highMs <= STALE_MS) {
      return { lowMs: common.highMs, highMs: common.lowMs, answers, agree: true };
    }
    const lowMs = Math.min(whole.lowMs, common.highMs);
    return { lowMs, highMs: Math.max(whole.highMs, common.lowMs), answers, agree: false };
  }

  /** All places together; undefined: none of them told the time. */
  whole(): ClockOffset | undefined {
    const all = [...this.#places.keys()].flatMap((place) => this.of(place) ?? []);
    const [first, ...others] = all;
    return others.reduce(joined, first);
  }

  #of(place: string): Measured {
    const known = this.#places.get(place);
    if (known !== undefined) return known;
    const measured: Measured = {
      answers: 0,
      common: { lowMs: -Infinity, highMs: Infinity },
      whole: { lowMs: Infinity, highMs: -Infinity },
    };
    this.#places.set(place, measured);
    return measured;
  }
}

/** Every answer to a call by this way tells the time of whoever gave it. */
export function timedBy<C extends Call>(
  offsets: ClockOffsets,
  call: C,
  onTold: () => void = () => undefined,
  now: () => number = Date.now,
): C {
  const timed: Call = async (request, options) => {
    const sentMs = now();
    const response = await call(request, options);
    if (URL.canParse(request.url)) offsets.note(new URL(request.url).origin, sentMs, now(), response.headers);
    onTold();
    return response;
  };
  return Object.assign(timed, call);
}

/** Services of one party need not have one clock. */
function joined(one: ClockOffset | undefined, other: ClockOffset): ClockOffset {
  if (one === undefined) return other;
  return {
    lowMs: Math.min(one.lowMs, other.lowMs),
    highMs: Math.max(one.highMs, other.highMs),
    answers: one.answers + other.answers,
    agree: one.agree && other.agree && one.lowMs <= other.highMs + STALE_MS && other.lowMs <= one.highMs + STALE_MS,
  };
}

const IMF_FIXDATE = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z][a-z] \d{4} \d\d:\d\d:\d\d GMT$/;

function readDate(text: string | undefined): number | undefined {
  if (text === undefined || !IMF_FIXDATE.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}

function readAge(text: string | undefined): number {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) * 1000 : 0;
}
