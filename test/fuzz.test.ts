import assert from 'node:assert/strict';
import { after, before, describe, it, type TestContext } from 'node:test';
import { fuzzJournals } from './fuzz/in-journals';
import { fuzzScenarios, placesIn } from './fuzz/in-scenarios';
import { Laboratory, type Place, type Tried } from './fuzz/laboratory';
import { fuzzRuns, fuzzTransport } from './fuzz/on-sockets';
import { POINTS } from './fuzz/runs';

describe('answers that come garbled', () => {
  let laboratory: Laboratory;
  let usual: Tried;
  let places: readonly Place[];
  before(async () => {
    laboratory = await Laboratory.open();
    usual = await laboratory.conduct(await laboratory.scenarios());
    places = placesIn(usual);
  });
  after(() => laboratory.close());

  it('no step fails of itself where nothing is garbled', () => {
    assert.deepEqual(usual.accidents, []);
    for (const point of POINTS) assert.ok(places.filter((place) => place.point === point).length > 10, point);
  });

  for (const point of POINTS) {
    it(`${point}: the scenario goes on to its end, and no check passes that judges it`, async (context) => {
      report(context, await fuzzScenarios(laboratory, places, point));
    });

    it(`${point}: no check throws, and none passes that judges it (journals)`, (context) => {
      report(context, fuzzJournals(usual, point));
    });
  }
});

describe('bytes that are hardly HTTP', () => {
  it('every call ends in time, with an answer or with a failure that has a name', async (context) => {
    report(context, await fuzzTransport());
  });

  for (const voice of ['SEES', 'token service', 'record service', 'license service'] as const) {
    it(`from a ${voice}: the run goes on to its end and is at fault in nothing`, async (context) => {
      report(context, await fuzzRuns(voice));
    });
  }
});

function report(context: TestContext, tried: number): void {
  context.diagnostic(`${tried} inputs`);
}
