import { cpSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { limitLine } from '../figures/limit';
import { median } from '../figures/median';
import { table } from '../figures/table';
import { time } from '../turns/command';
import { defaultRun, runOnce } from '../turns/default-run';
import { count, paragraphs, roundsInWords, type Part } from '../turns/part';
import { ROOT } from '../turns/root';
import { scratch } from '../turns/scratch';
import { medianSeconds, timeRatio, type Series } from '../turns/series';
import { takeTurns } from '../turns/turns';

/** How much more a scenario may cost where there are many. */
const ALLOWED = 1.2;
/** The largest takes as long as the other parts together: it is measured in a third of the rounds. */
const ROUNDS_SHARE = 3;

/** Whether many scenarios cost more than as many times a few. */
export const GROWTH: Part = {
  name: 'growth',
  title: 'Growth',
  measure: async (given) => {
    const rounds = Math.ceil(given / ROUNDS_SHARE);
    const { scenarios } = (await runOnce(repeated(1))).report;
    const [once, four, sixteen] = await takeTurns([variant(1), variant(4), variant(16)] as const, rounds, 0);
    const base = medianSeconds(once) / scenarios.length;
    const row = (series: Series, factor: number): string[] => {
      const seconds = medianSeconds(series);
      const each = seconds / scenarios.length / factor;
      const [peak, cpu] = (['peakMiB', 'cpuSeconds'] as const).map((key) =>
        median(series.samples.map((sample) => sample[key])),
      ) as [number, number];
      return [
        series.name,
        count(scenarios.length * factor),
        seconds.toFixed(2),
        cpu.toFixed(2),
        (each * 1000).toFixed(1),
        (each / base).toFixed(2),
        peak.toFixed(0),
      ];
    };
    const [first, second, third] = [once, four, sixteen].map(medianSeconds) as [number, number, number];
    const added = [(second - first) / 3, (third - second) / 12].map(
      (seconds) => (seconds / scenarios.length) * 1000,
    ) as [number, number];
    return paragraphs(
      `The features of the suite, copied 1, 4 and 16 times and run as one suite (\`run --hosting direct\`, results for Allure and all files written, no HTML). ${roundsInWords(rounds, 0)}, after one run of the smallest.`,
      table(
        ['suite', 'scenarios', 'median, s', 'processor, s', 'a scenario, ms', 'to 1x', 'peak memory, MiB'],
        [row(once, 1), row(four, 4), row(sixteen, 16)],
      ),
      `Without what every run costs but once (start-up, loading): each scenario between 1x and 4x adds ${added[0].toFixed(1)} ms, between 4x and 16x ${added[1].toFixed(1)} ms (${(added[1] / added[0]).toFixed(2)} times as much).`,
      limitLine({
        what: 'a scenario at 16x to a scenario at 1x',
        measured: timeRatio(sixteen, once) / 16,
        most: ALLOWED,
      }),
    );
  },
};

function variant(factor: number): { name: string; go: () => ReturnType<typeof time> } {
  const run = repeated(factor);
  return { name: `${String(factor)}x`, go: () => time(run) };
}

function repeated(factor: number): ReturnType<typeof defaultRun> {
  const folder = scratch();
  for (let copy = 1; copy <= factor; copy += 1) {
    cpSync(join(ROOT, 'features'), join(folder, String(copy)), { recursive: true });
  }
  const run = defaultRun('direct');
  const env = { BENCH_FEATURES: relative(ROOT, folder).split(sep).join('/') };
  return { ...run, args: ['--require', join(__dirname, 'repeated.cjs'), ...run.args], env };
}
