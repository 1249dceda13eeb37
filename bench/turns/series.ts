import { median, ratio } from '../figures/median';
import { table } from '../figures/table';

/** One go of one variant. */
export interface Sample {
  /** By the clock on the wall. */
  readonly seconds: number;
  /** Of the processor, on all cores. */
  readonly cpuSeconds: number;
  /** Most memory in use. */
  readonly peakMiB: number;
}

/** Something that takes its turn in each round. */
export interface Variant {
  readonly name: string;
  readonly go: () => Promise<Sample>;
}

/** What became of a variant, a sample of each round. */
export interface Series {
  readonly name: string;
  readonly samples: readonly Sample[];
}

export function secondsOf({ samples }: Series): number[] {
  return samples.map(({ seconds }) => seconds);
}

export function medianSeconds(series: Series): number {
  return median(secondsOf(series));
}

/** By the wall, made within rounds. */
export function timeRatio(series: Series, base: Series): number {
  return ratio(secondsOf(series), secondsOf(base));
}

/** A row for each, its ratio to the base among them. */
export function timesTable(all: readonly Series[], base: Series): string {
  return table(
    ['variant', 'median, s', 'least', 'most', 'ratio', 'processor, s', 'peak memory, MiB'],
    all.map((series) => {
      const seconds = secondsOf(series);
      return [
        series.name,
        ...[median(seconds), Math.min(...seconds), Math.max(...seconds)].map((value) => value.toFixed(2)),
        timeRatio(series, base).toFixed(2),
        median(series.samples.map(({ cpuSeconds }) => cpuSeconds)).toFixed(2),
        median(series.samples.map(({ peakMiB }) => peakMiB)).toFixed(0),
      ];
    }),
  );
}
