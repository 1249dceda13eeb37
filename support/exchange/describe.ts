import type { Exchange, Operation, Party } from './exchange';
import type { Redactor } from './redactor';

/** An exchange as reports may show it: every secret replaced by a stable tag, binary bodies by what they are. */
export interface DescribedExchange {
  readonly number: number;
  readonly operation: Operation;
  readonly from: Party;
  readonly to: Party;
  readonly startMs: number;
  readonly endMs?: number;
  /** Position of sending and answer in the journal's order. */
  readonly startTick: number;
  readonly endTick?: number;
  readonly request: DescribedMessage & { readonly method: string; readonly url: string };
  readonly response?: DescribedMessage & { readonly status: number };
  /** A transport failure in words. */
  readonly failure?: string;
  /** What the player found in the license, in words; never key bytes. */
  readonly license?: string;
  /** What the harness meant, in words. */
  readonly meant?: string;
}

export interface DescribedMessage {
  readonly headers: Readonly<Record<string, string>>;
  /** Text, or a line such as `SPC, version 1, 1,248 bytes`. */
  readonly body: string;
}

export function describeMessage(_exchange: Exchange, _redactor: Redactor): DescribedExchange {
  throw new Error('not written yet');
}
