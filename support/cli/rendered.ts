import { outputPlaces, type OutputPlaces } from '../report';
import type { RunListener } from '../verdict';
import { near } from './near';

/** Draws the report when the run has ended. A missing or failing renderer never changes the verdict. */
export function renderer(out: string, rendered: { line?: string }): RunListener {
  return {
    runFinished: async () => {
      const { renderReport } = require('../report') as typeof import('../report');
      const places = outputPlaces(out);
      const result = await renderReport({ results: places.results, output: places.report });
      rendered.line = result.ok ? `report: ${near(places.reportFile)}` : `report: not drawn, ${result.why}`;
    },
  };
}

/** Where everything is, for the end of a terminal's output. */
export function placeLines(places: OutputPlaces, drawn: string | undefined): string[] {
  return [
    drawn ?? `results: ${near(places.results)}`,
    `compliance: ${near(places.compliance)}`,
    `conformance: ${near(places.conformance)}, ${near(places.junit)}, ${near(places.summary)}`,
  ];
}
