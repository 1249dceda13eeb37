import { carriesCkc, isDenial, isPutOff, type Known } from '../checks';
import type { Exchange } from '../exchange';
import type { Client } from './client';
import type { Flow } from './flow';

/** Every so many flows, another flow's device tries the bound URL first. */
const EVERY = 10;

type Answer = 'refused' | 'granted' | 'undecided';

interface Attempt {
  readonly owner: string;
  readonly intruder: string;
  readonly answer: Answer;
}

export interface TwinFigures {
  readonly sent: number;
  /** Refused, while owner and intruder each got the license of their own. */
  readonly refused: number;
  readonly granted: number;
  /** No refusal of this request that would say anything: put off, no answer, or a twin that was not granted either. */
  readonly undecided: number;
  /** The first licenses that must not have been given, a sentence each. */
  readonly examples: readonly string[];
}

/** Why the tries of other flows' devices at bound URLs must fail: the negative half of every binding (SEQ-35). */
export class Twins {
  readonly #attempts: Attempt[] = [];
  readonly #bound = new Set<string>();
  readonly #registered: Flow[] = [];

  /** @param offered C-03: an ExpressPlay that binds no token to a device refuses none either */
  constructor(
    private readonly readings: Known['readings'],
    private readonly offered: boolean,
  ) {}

  /** From now on this flow's device may try. */
  registered(flow: Flow): void {
    this.#registered.push(flow);
    if (this.#registered.length > 2) this.#registered.shift();
  }

  bound(flow: Flow): void {
    this.#bound.add(flow.name);
  }

  /** For a sample of the flows. @returns whether anybody tried; then a refusal of the owner may come of that */
  async tryAsAnother(owner: Flow, url: string, client: Client): Promise<boolean> {
    const number = Number(owner.name.slice('flow '.length));
    const intruder = this.#registered.findLast(({ name }) => name !== owner.name);
    if (!this.offered || number % EVERY !== 1 || intruder === undefined) return false;
    const exchange = await client.redeem(owner, url, 3, intruder);
    this.#attempts.push({
      owner: owner.name,
      intruder: intruder.name,
      answer: this.#answerOf(exchange),
    });
    return true;
  }

  get figures(): TwinFigures {
    const granted = this.#attempts.filter(({ answer }) => answer === 'granted');
    const refused = this.#attempts.filter(
      ({ answer, owner, intruder }) => answer === 'refused' && this.#bound.has(owner) && this.#bound.has(intruder),
    );
    return {
      sent: this.#attempts.length,
      refused: refused.length,
      granted: granted.length,
      undecided: this.#attempts.length - refused.length - granted.length,
      examples: granted
        .slice(0, 5)
        .map(({ owner, intruder }) => `the device of ${intruder} got a license with the token URL of ${owner}`),
    };
  }

  #answerOf(exchange: Exchange): Answer {
    if (carriesCkc(exchange)) return 'granted';
    const { response } = exchange;
    if (response === undefined) return 'undecided';
    if (this.readings['license.denyStatuses'].includes(String(response.status))) return 'refused';
    return !isPutOff(exchange) && isDenial(response.status, this.readings) ? 'refused' : 'undecided';
  }
}

/** How many of so many flows are tried by another device. */
export function twinsAmong(flows: number): number {
  return Math.ceil(flows / EVERY);
}
