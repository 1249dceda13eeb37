import type { Call, Handler } from '../exchange';
import type { ExpressPlayRules, SeesRules } from '../reference';
import type { DoorRules } from '../hosting';
import type { Settings } from './settings';

/**
 * Told whenever the violation really makes a difference: what it did is not what the right party would have done. Never told
 * where both are the same, or a violation would count as tried that nobody could have seen.
 */
export type Applied = () => void;

/** The places where the reference pair lets itself be led astray; every one is a decorator of what is right. */
export interface Decorations {
  /** Replaces a decision of SEES. */
  readonly seesRules?: (rules: SeesRules, applied: Applied) => SeesRules;
  /** Replaces a decision of ExpressPlay. */
  readonly expressplayRules?: (rules: ExpressPlayRules, applied: Applied) => ExpressPlayRules;
  /** Around SEES: what it reads of its clients, what it answers them. */
  readonly sees?: (handler: Handler, applied: Applied) => Handler;
  /** Around SEES' calls to ExpressPlay: what it asks, what it reads of the answer. */
  readonly call?: (call: Call, applied: Applied) => Call;
  /** Replaces a decision by which SEES meets clients and ExpressPlay over TLS. */
  readonly door?: (rules: DoorRules, applied: Applied) => DoorRules;
  /** Around the three services of ExpressPlay. */
  readonly expressplay?: (handler: Handler, applied: Applied) => Handler;
}

/** A seeded misbehavior of the reference pair: proof that the checks it breaks can fail. */
export interface Violation extends Decorations {
  /** Kebab case; what the command line and kill evidence name it by. */
  readonly id: string;
  /** Who misbehaves. */
  readonly party: 'sees' | 'expressplay';
  /** One sentence: what goes wrong. */
  readonly sentence: string;
  /** Checks (`ID` or `ID.part`) that have to fail under it, every one. */
  readonly breaks: readonly string[];
  /** Further checks that may fail as a result; everything else has to hold. */
  readonly consequences: readonly string[];
  /** Sections of the configuration without which it could not show. */
  readonly settings?: Settings;
}
