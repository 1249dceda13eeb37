import type { ScenarioSummary } from '../../verdict';

/** A scenario under the number that a page calls it by. */
export interface NumberedScenario extends ScenarioSummary {
  readonly number: number;
}

export function numbersOf(scenarios: readonly ScenarioSummary[]): NumberedScenario[] {
  return scenarios.map((scenario, index) => ({ ...scenario, number: index + 1 }));
}

/** Numbers as people list them: `S1 to S3, S7`. */
export function rangesOf(numbers: readonly number[]): string {
  const ranges: [first: number, last: number][] = [];
  for (const number of numbers) {
    const range = ranges.at(-1);
    if (range?.[1] === number - 1) range[1] = number;
    else ranges.push([number, number]);
  }
  return ranges
    .map(([first, last]) => {
      if (first === last) return `S${String(first)}`;
      return `S${String(first)}${last === first + 1 ? ', ' : ' to '}S${String(last)}`;
    })
    .join(', ');
}
