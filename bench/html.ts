import { dirname, join } from 'node:path';
import { limitLine } from './figures/limit';
import { ratio } from './figures/median';
import { time, type Command } from './turns/command';
import { defaultRun, runOnce } from './turns/default-run';
import { count, paragraphs, roundsInWords, type Part } from './turns/part';
import { scratch } from './turns/scratch';
import { secondsOf, timesTable } from './turns/series';
import { takeTurns } from './turns/turns';

/** Noise of what takes seconds, and making the page fit to be handed on: paths of the machine taken out, pictures opened. */
const ALLOWED = 1.1;

/** Where no Java is found, Allure 3 draws; our own programs are started by their paths. */
const WITHOUT_JAVA = { PATH: '', JAVA_HOME: '' };

/** What the report adds to a run, against the renderer called by hand on the same results. */
export const HTML: Part = {
  name: 'html',
  title: 'HTML report',
  measure: async (rounds) => {
    const bare = defaultRun('direct');
    const { scenarios } = (await runOnce(bare)).report;
    const results = join(bare.out, 'allure-results');
    const drawing = defaultRun('direct');
    const drawn = { args: drawing.args.filter((argument) => argument !== '--no-html'), prints: 'index.html' };
    const [without, withJava, javaByHand, withNode, nodeByHand] = await takeTurns(
      [
        { name: 'a run without the report', go: () => time(bare) },
        { name: 'with it, by allure-commandline', go: () => time(drawn) },
        { name: 'allure-commandline by hand', go: () => time(commandline(results)) },
        { name: 'with it, by Allure 3', go: () => time({ ...drawn, env: WITHOUT_JAVA }) },
        { name: 'Allure 3 by hand', go: () => time(allure3(results)) },
      ] as const,
      rounds,
    );
    const base = secondsOf(without);
    const added = (seconds: readonly number[]): number[] => seconds.map((value, round) => value - (base[round] ?? 0));
    return paragraphs(
      `What drawing one HTML file adds to a run of ${count(scenarios.length)} scenarios (\`run --hosting direct\`), against the renderer's own command on the same results; ours makes the page fit to be handed on, too. ${capitalized(roundsInWords(rounds))}. Where there is no Java, the rows of allure-commandline are those of Allure 3 or fail. Peak memory is that of the command alone, not of what it starts.`,
      timesTable([without, withJava, javaByHand, withNode, nodeByHand], without),
      [
        limitLine({
          what: 'what allure-commandline adds to a run, to the same by hand',
          measured: ratio(added(secondsOf(withJava)), secondsOf(javaByHand)),
          most: ALLOWED,
        }),
        limitLine({
          what: 'what Allure 3 adds to a run, to the same by hand',
          measured: ratio(added(secondsOf(withNode)), secondsOf(nodeByHand)),
          most: ALLOWED,
        }),
      ].join('\n'),
    );
  },
};

function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function commandline(results: string): Command {
  const script = join(dirname(require.resolve('allure-commandline')), 'bin', 'allure');
  return { args: [script, 'generate', results, '--output', join(scratch(), 'report'), '--clean', '--single-file'] };
}

function allure3(results: string): Command {
  const cwd = scratch();
  const script = join(dirname(require.resolve('allure')), '..', 'cli.js');
  return { args: [script, 'allure2', results, '--output', join(cwd, 'report'), '--single-file'], cwd };
}
