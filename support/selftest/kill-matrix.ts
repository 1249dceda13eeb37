import type { Level } from '../ledger';
import type { Judgement, PairMember } from './judgement';
import type { Complaint } from './trial';

/** What became of one violation. */
export interface MatrixRow extends Judgement {
  readonly violation: string;
  readonly party: 'sees' | 'expressplay';
  readonly sentence: string;
  readonly breaks: readonly string[];
  /** Scenarios that were run under it. */
  readonly scenarios: number;
}

/** A check and the violations that it killed. */
export interface ProvedCheck {
  readonly check: string;
  readonly level: Level;
  readonly killed: readonly string[];
}

export interface BenignRow {
  /** Ids. */
  readonly variations: readonly string[];
  /** Scenarios that were run under them. */
  readonly scenarios: number;
  readonly passed: number;
  /** Empty: as it must be. */
  readonly complaints: readonly Complaint[];
}

export interface PairRow {
  readonly members: readonly PairMember[];
  /** One of the two was found, and neither passed unseen. */
  readonly ok: boolean;
}

/** Everything a selftest found. */
export interface KillMatrix {
  readonly schemaVersion: 1;
  readonly suite: string;
  /** Of features, steps, support and ledger. */
  readonly digest: string;
  readonly seed: number;
  /** Scenarios that a violation cannot reach were run all the same. */
  readonly full: boolean;
  /** Only some violations were asked for. */
  readonly partial: boolean;
  readonly rows: readonly MatrixRow[];
  /** Every MUST and SHOULD check that the reference pair can show. */
  readonly checks: readonly ProvedCheck[];
  readonly benign: readonly BenignRow[];
  readonly pairs: readonly PairRow[];
  readonly seconds: number;
}

/** Sentences that say why the selftest failed; none: it passed. */
export function faultsOf({ rows, checks, benign, pairs, partial }: KillMatrix): string[] {
  const unproved = partial ? [] : checks.filter(({ killed }) => killed.length === 0);
  return [
    ...rows.filter(({ result }) => result !== 'killed').map(rowFault),
    ...unproved.map(({ check, level }) => `unproved: no violation makes ${check} (${level}) fail`),
    ...benign.filter(({ complaints }) => complaints.length > 0).map(benignFault),
    ...pairs.filter(({ ok }) => !ok).map(pairFault),
  ];
}

function rowFault({ violation, result, missed, undeclared }: MatrixRow): string {
  switch (result) {
    case 'not-applied':
      return `not applied: ${violation} never made a difference, so it proves nothing`;
    case 'survived':
      return `survived: ${violation} is not found by ${missed.map(told).join('; ')}${undeclared.map((one) => `, but fails ${told(one)}`).join('')}`;
    default:
      return `false kill: ${violation} also fails ${undeclared.map(told).join('; ')}`;
  }
}

function benignFault({ variations, complaints }: BenignRow): string {
  return `cried wolf: ${variations.join(' + ')} is right, and yet ${complaints.map(told).join('; ')}`;
}

function pairFault({ members }: PairRow): string {
  return `pair: ${members.map(({ violation, result }) => `${violation} ${result}`).join(', ')}`;
}

function told({ check, outcome, reason }: Complaint): string {
  return `${check} (${outcome}: ${reason})`;
}
