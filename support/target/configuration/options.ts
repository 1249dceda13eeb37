/** What the command line may say; the same names in upper snake case behind `SEES_CONFORMANCE_` are the environment's. */
export interface ConfigurationOptions {
  readonly profile?: string;
  readonly hosting?: string;
  readonly seesUrl?: string;
  readonly tokenUrl?: string;
  readonly recordUrl?: string;
  readonly tags?: string;
  readonly requirement?: readonly string[];
  readonly out?: string;
  readonly shard?: string;
  readonly seed?: string | number;
  readonly nonce?: string;
  readonly gate?: string;
  readonly waivers?: string;
  /** Only `false` (from `--no-html`) counts: the parser's own default of true must not outrank the file. */
  readonly html?: boolean;
  readonly sign?: string;
  readonly iOwnThisTarget?: boolean;
  readonly quiet?: boolean;
  readonly json?: boolean;
  readonly debug?: boolean;
}
