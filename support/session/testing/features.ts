import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFile } from '../../ledger';
import type { PlannedScenario } from '../../verdict';
import { Engine } from '../engine';
import { plansOf } from './gherkin';

/** For specs: the features of the package, and the step definitions that cucumber finds for them. */

const FOLDER = join(packageFile('package.json'), '..', 'features');

/** Text and uri of each file, in the order of their names. */
export const FEATURE_FILES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.feature'))
  .sort()
  .map((name) => [readFileSync(join(FOLDER, name), 'utf8'), `features/${name.replaceAll('\\', '/')}`] as const);

export const SCENARIOS: readonly PlannedScenario[] = plansOf(...FEATURE_FILES);

export interface DefinedStep {
  /** `Given`, `When` or `Then`; `And` counts as what it continues. */
  readonly kind: string;
  readonly text: string;
  /** As written in the step file; undefined: no definition fits. */
  readonly pattern: string | undefined;
  /** The function behind it. */
  readonly code: ((this: unknown, ...given: unknown[]) => unknown) | undefined;
}

/** What cucumber's library holds for a step; its published type does not tell. */
interface Definition {
  readonly pattern: string | RegExp;
  readonly code: NonNullable<DefinedStep['code']>;
  matchesStepName(text: string): boolean;
}

/** The steps of each scenario with their definitions. */
export async function definedSteps(): Promise<ReadonlyMap<PlannedScenario, readonly DefinedStep[]>> {
  const library: unknown = await new Engine({ folder: '', extension: 'ts' }).library();
  const { stepDefinitions } = library as { readonly stepDefinitions: readonly Definition[] };
  return new Map(
    SCENARIOS.map((scenario) => {
      let kind = '';
      const steps = scenario.steps.map((step) => {
        const [keyword, text] = split(step.text);
        if (keyword !== 'And') kind = keyword;
        const definition = stepDefinitions.find((candidate) => candidate.matchesStepName(text));
        return {
          kind,
          text,
          pattern: definition === undefined ? undefined : String(definition.pattern),
          code: definition?.code,
        };
      });
      return [scenario, steps];
    }),
  );
}

function split(text: string): [string, string] {
  const space = text.indexOf(' ');
  return [text.slice(0, space), text.slice(space + 1)];
}
