/** A scenario as the dry run found it: what the manifest of a run is made of. */
export interface PlannedScenario {
  /** Stable over runs: uri and name (with the outline's row). */
  readonly id: string;
  readonly pickleId: string;
  readonly uri: string;
  readonly line: number;
  readonly name: string;
  readonly feature: string;
  readonly featureDescription: string;
  readonly rule: string;
  readonly ruleDescription: string;
  /** Requirement ids of the tags, without the at sign. */
  readonly requirements: readonly string[];
  readonly tags: readonly string[];
  readonly parameters: Readonly<Record<string, string>>;
  readonly steps: readonly PlannedStep[];
}

export interface PlannedStep {
  /** Id of the pickle step. */
  readonly id: string;
  /** With keyword. */
  readonly text: string;
}
