import type { ExpressPlayRules, SeesRules } from '../reference';

/** A seeded misbehavior of the reference pair: proof that the checks it breaks can fail. */
export interface Violation {
  /** Kebab case; what the command line and kill evidence name it by. */
  readonly id: string;
  /** Who misbehaves. */
  readonly party: 'sees' | 'expressplay';
  /** One sentence: what goes wrong. */
  readonly sentence: string;
  /** Checks (`ID` or `ID.part`) that have to fail under it. */
  readonly breaks: readonly string[];
  /** Further checks that may fail or go unjudged as a result; everything else has to hold. */
  readonly consequences: readonly string[];
  /**
   * Replaces one decision of SEES.
   * @param applied called whenever the wrong decision was reached and differs from the right one
   */
  readonly sees?: (rules: SeesRules, applied: () => void) => SeesRules;
  /** The same for ExpressPlay. */
  readonly expressplay?: (rules: ExpressPlayRules, applied: () => void) => ExpressPlayRules;
}
