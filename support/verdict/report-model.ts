import type { Level, ResponsibleParty, Strength } from '../ledger';
import type { Gate, Outcome } from './outcome';
import type { ReadingInForce } from './readings-in-force';
import type { ShardSection } from './shards/section';
import type { Waiver, WaiverVerdict } from './waiver';

/** `conformance.json`, schema version 1 (schemas/conformance.schema.json). Everything in it is redacted. */
export interface ConformanceReport {
  readonly schemaVersion: 1;
  readonly suite: { readonly name: 'sees-conformance'; readonly version: string };
  readonly run: RunFacts;
  readonly totals: Readonly<Record<Outcome, number>>;
  /** Requirements by outcome. */
  readonly requirementTotals: Readonly<Record<Outcome, number>>;
  readonly verdict: { readonly gate: Gate; readonly exitCode: 0 | 1 | 2 | 3; readonly reason: string };
  readonly requirements: readonly RequirementVerdict[];
  readonly scenarios: readonly ScenarioSummary[];
  /** `run.readings`, and what each of them touches. */
  readonly readings?: readonly ReadingInForce[];
  /** What became of each waiver; absent: the run had none. */
  readonly waivers?: readonly WaiverVerdict[];
  /** What it takes to join this run with the others of its kind; absent: it was no shard. */
  readonly shard?: ShardSection;
  /** Present after `run --sign`. */
  readonly signature?: ReportSignature;
}

/** Over the canonical JSON of the report, this without `value` included. */
export interface ReportSignature {
  readonly algorithm: 'Ed25519';
  readonly canonicalization: 'RFC 8785';
  /** SubjectPublicKeyInfo, DER in base64. */
  readonly publicKey: string;
  /** SHA-256 (base64url) of the canonical JSON of each part that has a name, to tell what changed. */
  readonly parts: Readonly<Record<string, string>>;
  /** Base64. */
  readonly value: string;
}

export interface RunFacts {
  readonly startedAt: string;
  readonly durationMs: number;
  readonly profile: string;
  readonly hosting: string;
  /** Who was under test, without query or credentials; `reference` for our own. */
  readonly target: { readonly sees: string; readonly expressplay: string };
  readonly seed: number;
  readonly nonce: string;
  readonly configurationDigest: string;
  readonly readings: Readonly<Record<string, unknown>>;
  /** What was asked to run; absent: everything, without a configuration file or waivers. */
  readonly selection?: RunSelection;
  /** How far the clocks of foreign parties are from ours; absent: nobody's clock but ours was at play. */
  readonly clocks?: { readonly sees?: ClockFact; readonly expressplay?: ClockFact };
  /** Set when the run was ended early, with the reason. */
  readonly partial?: string;
  /** What the probe before the first scenario found wrong, and what to change; absent: nothing. */
  readonly diagnosis?: string;
  /** Calls to the played ExpressPlay that belong to no scenario: kept apart, never judged; absent: none. */
  readonly strays?: readonly StrayCalls[];
  readonly node: string;
  readonly exchanges: number;
  /** The shards that this run was joined from; absent: it was one run. */
  readonly shards?: readonly JoinedShard[];
}

export interface JoinedShard {
  /** As in `1/4`. */
  readonly shard: string;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly scenarios: number;
  /** Why it ended early. */
  readonly partial?: string;
}

/** What is known of a run when it begins. */
export type StartFacts = Omit<RunFacts, 'durationMs' | 'exchanges' | 'partial' | 'clocks' | 'diagnosis' | 'strays'>;

export interface StrayCalls {
  readonly method: string;
  /** Without query. */
  readonly path: string;
  /** Whether they bore the authenticator of this run. */
  readonly authenticator: 'ours' | 'another' | 'none';
  readonly calls: number;
}

/** A clock as measured by the Date headers of answers; it is ahead by `aheadSeconds`, give or take `uncertaintySeconds`. */
export interface ClockFact {
  /** Answers with a Date header; 0: the clock was not measured. */
  readonly answers: number;
  /** Negative: behind. */
  readonly aheadSeconds?: number;
  readonly uncertaintySeconds?: number;
  /** No single clock explains all answers. */
  readonly agree?: false;
  /** What tokens with an instant say, whatever the headers say: it is ahead by so much or more. */
  readonly tokensSayAtLeastSeconds?: number;
  /** By so much or less. */
  readonly tokensSayAtMostSeconds?: number;
}

export interface RunSelection {
  /** The configuration file, relative to the working directory of the run. */
  readonly config?: string;
  /** The file with waivers, relative to the working directory of the run. */
  readonly waivers?: string;
  /** A cucumber tag expression. */
  readonly tags?: string;
  /** Ids of requirements and checks. */
  readonly requirement?: readonly string[];
  /** As in `1/4`. */
  readonly shard?: string;
}

export interface RequirementVerdict {
  readonly id: string;
  readonly family: string;
  readonly party: ResponsibleParty;
  readonly level: Level;
  readonly strength: Strength;
  readonly statement: string;
  readonly source: readonly string[];
  readonly outcome: Outcome;
  readonly checks: readonly CheckVerdict[];
  /** The one that covers a check of it. */
  readonly waiver?: Waiver;
  readonly durationMs: number;
  readonly provedBy: string;
}

export interface CheckVerdict {
  /** `ID` or `ID.part`. */
  readonly id: string;
  readonly level: Level;
  readonly statement: string;
  readonly outcome: Outcome;
  /** One sentence: why it is so; redacted. */
  readonly reason: string;
  readonly expected?: string;
  readonly observed?: string;
  readonly waived?: boolean;
  /** Scenario ids that judged it. */
  readonly evidence: readonly string[];
}

export interface ScenarioSummary {
  readonly id: string;
  readonly name: string;
  readonly feature: string;
  readonly rule: string;
  readonly uri: string;
  readonly line: number;
  readonly exchanges: number;
  readonly durationMs: number;
}
