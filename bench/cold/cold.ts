import { limitLine } from '../figures/limit';
import { time } from '../turns/command';
import { defaultRun, runOnce } from '../turns/default-run';
import { count, paragraphs, roundsInWords, type Part } from '../turns/part';
import { timeRatio, timesTable } from '../turns/series';
import { takeTurns } from '../turns/turns';
import { emptySuite } from './empty-suite';

/** The whole suite from a standing start, against as many scenarios that do nothing. */
export const COLD: Part = {
  name: 'cold',
  title: 'Cold runs',
  measure: async (rounds) => {
    const { scenarios, run } = (await runOnce(defaultRun('direct'))).report;
    const suite = emptySuite(scenarios.length);
    const [empty, straight, behindNock] = await takeTurns(
      [
        { name: 'empty scenarios, plain cucumber-js', go: () => time(suite) },
        { name: 'run --hosting direct', go: () => time(defaultRun('direct')) },
        { name: 'default run (nock)', go: () => time(defaultRun('nock')) },
      ] as const,
      rounds,
    );
    return paragraphs(
      `${count(scenarios.length)} scenarios with ${count(run.exchanges)} exchanges, without the HTML report; against them the same number of empty scenarios of four steps under plain cucumber-js with precompiled step definitions. Whole processes; ${roundsInWords(rounds)}; a ratio is the median of the ratios made within the rounds.`,
      timesTable([empty, straight, behindNock], empty),
      [
        limitLine({
          what: '`run --hosting direct` to as many empty scenarios',
          measured: timeRatio(straight, empty),
          most: 4,
        }),
        limitLine({
          what: 'the default run (nock) to `run --hosting direct`',
          measured: timeRatio(behindNock, straight),
          most: 2.5,
        }),
      ].join('\n'),
    );
  },
};
