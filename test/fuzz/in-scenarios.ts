import fc from 'fast-check';
import { garblings } from './garbling';
import type { Laboratory, Place, Tried } from './laboratory';
import { INPUTS, SEED, TIMES, type Point } from './runs';
import { whyNotRight } from './second-opinion';

/** Longer scenarios say little more than others and cost much; those that open sockets have a test of their own. */
const MOST_EXCHANGES = 25;

/** Where answers can be garbled, as the scenarios go when nothing is. */
export function placesIn({ records, journals, answers, scenarios, doors }: Tried): readonly Place[] {
  const places: Place[] = [];
  for (const [index, { id }] of records.entries()) {
    const { exchanges } = journals[index]!;
    const scenario = scenarios.find((planned) => planned.id === id)!;
    if (exchanges.length > MOST_EXCHANGES || doors.has(journals[index]!)) continue;
    const seen = new Map<Point, number>();
    for (const { point, exchange } of answers) {
      if (!exchanges.includes(exchange)) continue;
      const nth = seen.get(point) ?? 0;
      seen.set(point, nth + 1);
      places.push({ scenario, point, nth });
    }
  }
  return places;
}

/** Runs single scenarios in which one answer at this point is garbled. @returns inputs tried */
export async function fuzzScenarios(laboratory: Laboratory, all: readonly Place[], point: Point): Promise<number> {
  const places = all.filter((place) => place.point === point);
  let tried = 0;
  const input = fc.record({ which: fc.nat({ max: places.length - 1 }), garblings });
  const property = fc.asyncProperty(input, async ({ which, garblings: all }) => {
    const place = places[which]!;
    const trial = await laboratory.conduct([place.scenario], place, all);
    tried += 1;
    const problem = trial.accidents[0] ?? problemOf(trial, point);
    if (problem !== undefined) throw new Error(`${problem}: ${place.scenario.id}, answer ${place.nth} of the ${point}`);
  });
  await fc.assert(property, { seed: SEED, numRuns: INPUTS.scenarios[point] * TIMES });
  return tried;
}

function problemOf({ garbled, records: [record, ...more] }: Tried, point: Point): string | undefined {
  if (garbled === undefined) return 'nothing was garbled';
  if (record === undefined || more.length > 0) return 'the scenario has no record of its own';
  for (const { check, verdict, exchange, message } of record.findings) {
    if (verdict !== 'right' || exchange !== garbled.exchange.number) continue;
    const why = whyNotRight(check, point, garbled);
    if (why !== undefined) return `${check} passes (${message}), although ${why}`;
  }
  return undefined;
}
