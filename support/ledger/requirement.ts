/** Shapes of the ledger (`features/requirements.yaml`). */

export type Level = 'MUST' | 'SHOULD' | 'INFO' | 'MAY' | 'CONFIG' | 'STEP';

/** How firmly the documents say it. */
export type Strength = 'stated' | 'derived' | 'ancestor' | 'general' | 'observed' | 'ambiguous';

/** Whose conformance it is; `step`: an arrow that the harness or its double performs. */
export type ResponsibleParty = 'sees' | 'expressplay' | 'both' | 'step';

/** What a target must offer before the requirement can be seen at all. */
export type Need =
  /** SEES' calls to ExpressPlay are journalled. */
  | 'backend'
  /** ExpressPlay is played by the harness, so faults, delays and answers can be chosen. */
  | 'faults'
  /** The harness may ask for records itself, or sees SEES doing it. */
  | 'records'
  /** SPCs are built by the harness, so licenses can be opened and device ids chosen. */
  | 'synthetic'
  /** A token with a known limit that this run can outlive. */
  | 'expiry'
  /** The second before and after a limit can be told apart (a clock of ours judges it). */
  | 'exact-clock'
  /** Two devices with SPCs of their own. */
  | 'two-devices';

export interface RequirementPart {
  /** The check's id is `ID.name`. */
  readonly name: string;
  readonly level: Level;
  readonly statement: string;
}

export interface Requirement {
  readonly id: string;
  readonly family: string;
  readonly party: ResponsibleParty;
  readonly level: Level;
  readonly strength: Strength;
  readonly negative: boolean;
  readonly statement: string;
  /** Absent: the requirement is one check with the requirement's own id and level. */
  readonly parts?: readonly RequirementPart[];
  readonly condition?: string;
  /** Document keys, e.g. `SEES-BIND`. */
  readonly source: readonly string[];
  /** Arrow of the sequence diagrams, e.g. `B11`. */
  readonly arrow?: string;
  readonly needs?: readonly Need[];
  readonly sameAs?: string;
  /** Keys of the readings that can move its verdict. */
  readonly readings?: readonly string[];
  /** Why nothing outside can decide it (STEP rows and the like). */
  readonly notTested?: string;
}

/** One unit of verdict: `ID` or `ID.part`. */
export interface LedgerCheck {
  readonly id: string;
  readonly requirement: Requirement;
  readonly level: Level;
  readonly statement: string;
}
