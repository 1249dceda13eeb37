import { time } from './turns/command';
import { paragraphs, roundsInWords, type Part } from './turns/part';
import { BINARY } from './turns/root';
import { timesTable } from './turns/series';
import { takeTurns } from './turns/turns';

/** What has to be waited for before anything happens. */
export const START: Part = {
  name: 'start',
  title: 'Start-up',
  measure: async (rounds) => {
    const all = await takeTurns(
      [
        { name: 'Node.js alone', go: () => time({ args: ['-e', '0'] }) },
        { name: '`--version`', go: () => time({ args: [BINARY, '--version'] }) },
        { name: '`--help`', go: () => time({ args: [BINARY, '--help'], prints: 'Usage' }) },
        { name: '`plan` (the whole suite, nothing sent)', go: () => time({ args: [BINARY, 'plan'] }) },
      ] as const,
      rounds,
    );
    return paragraphs(
      `Commands that send nothing, in a clone whose sources are compiled already; ${roundsInWords(rounds)}.`,
      timesTable(all, all[0]),
    );
  },
};
