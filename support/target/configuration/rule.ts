import type { Filed } from './filed';
import type { KeyPath } from './key-path';
import type { SettingProblem } from './validate';

/** What a rule may know beside the settings. */
export interface RuleContext {
  /** Somebody set it: file, environment or option. */
  isSet(path: KeyPath): boolean;
  /** It was set for this run alone, by option or environment. */
  isSetOutside(path: KeyPath): boolean;
  /** It came through `${NAME}` and is not to be repeated. */
  isHidden(path: KeyPath): boolean;
  /** Absolute form of a path as it is written. */
  readonly resolve: (path: string) => string;
}

/** What a schema cannot say; runs only on settings whose form is right. */
export type Rule = (filed: Filed, context: RuleContext) => SettingProblem[];

export function problem(path: KeyPath, what: string, rightForm: string): SettingProblem {
  return { path, what, rightForm };
}
