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
  /** The harness may ask the token service itself. */
  | 'token-service'
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
  | 'two-devices'
  /** Player and SEES meet over TLS. */
  | 'tls'
  /** ExpressPlay is played on a TLS listener whose certificate can be chosen. */
  | 'expressplay-tls'
  /** Inputs meant to do harm may go to the target. */
  | 'hostile'
  | Fixture;

/** Needs that are fulfilled by configuration: without them the requirement is not applicable to the target. */
export type Fixture =
  /** A request that SEES has to refuse for lack of entitlement (sees.denied). */
  | 'denied'
  /** A key in the key storage of ExpressPlay (expressplay.keyStore). */
  | 'key-store'
  /** The authenticator of another account (expressplay.otherAuthenticator). */
  | 'other-account'
  /** A token of another DRM (expressplay.otherDrmToken). */
  | 'foreign-token'
  /** Accounts that are empty, disabled, or lack FairPlay. */
  | 'account-states';

/** Where a requirement shows. */
export type Leg = 'client' | 'backend';

export interface RequirementPart {
  /** The check's id is `ID.name`. */
  readonly name: string;
  readonly level: Level;
  readonly statement: string;
  /** Beyond the needs of the requirement. */
  readonly needs?: readonly Need[];
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
  readonly leg: readonly Leg[];
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
  /** Those of the requirement and of the part. */
  readonly needs: readonly Need[];
}
