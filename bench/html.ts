import { dirname, join } from 'node:path';
import { limitLine } from './figures/limit';
import { ratio } from './figures/median';
import { time, type Command } from './turns/command';
import { defaultRun, runOnce } from './turns/default-run';
import { count, paragraphs, roundsInWords, type Part } from './turns/part';
import { BINARY } from './turns/root';
import { scratch } from './turns/scratch';
import { secondsOf, timesTable } from './turns/series';
import { takeTurns } from './turns/turns';

/** Noise of what takes seconds, and making the page fit to be handed on: paths of the machine taken out, pictures opened. */
const ALLOWED = 1.1;

/** How long the report takes to draw, against the renderer called by hand on the same results. */
export const HTML: Part = {
  name: 'html',
  title: 'HTML report',
  measure: async (rounds) => {
    const run = defaultRun('direct');
    const { scenarios } = (await runOnce(run)).report;
    const results = join(run.out, 'allure-results');
    const report = (renderer: string): Command => ({
      args: [BINARY, 'report', '--out', run.out, '--renderer', renderer],
      prints: 'index.html',
    });
    const [version, java, ourJava, node, ourNode] = await takeTurns(
      [
        { name: '`--version`', go: () => time({ args: [BINARY, '--version'] }) },
        { name: 'allure-commandline by hand', go: () => time(commandline(results)) },
        { name: '`report --renderer commandline`', go: () => time(report('commandline')) },
        { name: 'Allure 3 by hand', go: () => time(allure3(results)) },
        { name: '`report --renderer allure3`', go: () => time(report('allure3')) },
      ] as const,
      rounds,
      0,
    );
    // A run draws its report in the process that it is: starting the command is no part of it.
    const start = secondsOf(version);
    const own = (seconds: readonly number[]): number[] => seconds.map((value, round) => value - (start[round] ?? 0));
    return paragraphs(
      `The results of a default run (${count(scenarios.length)} scenarios) as one HTML file: drawn by the renderer's own command, and by ours, which starts the same renderer and makes the page fit to be handed on; ${roundsInWords(rounds, 0)}. Peak memory is that of the command alone, not of what it starts (Java).`,
      timesTable([version, java, ourJava, node, ourNode], version),
      'What is compared is `report` without its start-up (`--version`), since a run draws its report in the process that it is.',
      [
        limitLine({
          what: '`report` with allure-commandline to the renderer itself',
          measured: ratio(own(secondsOf(ourJava)), secondsOf(java)),
          most: ALLOWED,
        }),
        limitLine({
          what: '`report` with Allure 3 to the renderer itself',
          measured: ratio(own(secondsOf(ourNode)), secondsOf(node)),
          most: ALLOWED,
        }),
      ].join('\n'),
    );
  },
};

function commandline(results: string): Command {
  const script = join(dirname(require.resolve('allure-commandline')), 'bin', 'allure');
  return { args: [script, 'generate', results, '--output', join(scratch(), 'report'), '--clean', '--single-file'] };
}

function allure3(results: string): Command {
  const cwd = scratch();
  const script = join(dirname(require.resolve('allure')), '..', 'cli.js');
  return { args: [script, 'allure2', results, '--output', join(cwd, 'report'), '--single-file'], cwd };
}
