import { tmpdir } from 'node:os';
import { openRun } from '../../support/cli';
import { loadConfiguration } from '../../support/target';
import { median, ratio } from '../figures/median';
import { table } from '../figures/table';
import { withDoubles } from '../rivals/second-process';
import { count, paragraphs, type Part } from '../turns/part';
import { Layers } from './layers';

const EXCHANGES = 2000;
/** Layers take turns, so many exchanges each. */
const BLOCK = 100;
/** Blocks that count for nothing: code is compiled meanwhile. */
const WARM_UPS = 4;

const SEED = 1;
const NONCE = 'be7cbe7cbe7cbe7c';

interface Block {
  /** For one exchange, microseconds: by the wall, and of the processor. */
  readonly wall: number;
  readonly processor: number;
}

/** What one exchange costs beside the sending itself. */
export const EXCHANGE: Part = {
  name: 'exchange',
  title: 'One exchange',
  measure: async () => {
    const options = { hosting: 'direct', seed: SEED, nonce: NONCE };
    const configuration = loadConfiguration({ env: {}, cwd: tmpdir(), options });
    const run = await openRun(configuration, []);
    const { measured, judged } = await withDoubles(
      { seed: SEED, nonce: NONCE, atMs: run.target.clock.now() },
      async ({ sees }) => {
        const layers = new Layers(run, sees + new URL(run.target.seesUrl).pathname);
        try {
          return { measured: await inTurns(layers), judged: layers.judged };
        } finally {
          layers.close();
        }
      },
    ).finally(() => run.target.close());
    const [bare] = measured;
    const walls = (blocks: readonly Block[]): number[] => blocks.map(({ wall }) => wall);
    const base = bare === undefined ? [] : walls(bare.blocks);
    const rows = measured.map(({ name, blocks }, index) => {
      const before = measured[index - 1];
      const more = before === undefined ? [] : walls(blocks).map((wall, i) => wall - (before.blocks[i]?.wall ?? 0));
      return [
        name,
        median(walls(blocks)).toFixed(0),
        before === undefined ? '' : median(more).toFixed(0),
        ratio(walls(blocks), base).toFixed(2),
        median(blocks.map(({ processor }) => processor)).toFixed(0),
      ];
    });
    return paragraphs(
      `${count(EXCHANGES)} granted entitlement requests by each layer, one after the other over a kept connection on 127.0.0.1; the reference SEES with its ExpressPlay answers from a second process. Layers take turns after ${String(BLOCK)} exchanges; a row is the median of ${String(EXCHANGES / BLOCK)} such blocks, its ratio that of the ratios made within them. Each layer includes those above it. Checks: all that look at every exchange, by journals of 20 (${(judged.findings / judged.exchanges).toFixed(1)} judgements for each); redaction: the exchange as it stands in reports.`,
      table(['layer', 'an exchange, µs', 'more than before, µs', 'ratio', 'processor, µs'], rows),
    );
  },
};

async function inTurns(layers: Layers): Promise<{ name: string; blocks: Block[] }[]> {
  const measured = [
    { name: 'axios alone', layer: layers.bare, blocks: [] as Block[] },
    { name: 'transport', layer: layers.transport, blocks: [] as Block[] },
    { name: 'and journal', layer: layers.journal, blocks: [] as Block[] },
    { name: 'and checks', layer: layers.checks, blocks: [] as Block[] },
    { name: 'and redaction', layer: layers.redaction, blocks: [] as Block[] },
  ];
  for (let block = -WARM_UPS; block < EXCHANGES / BLOCK; block += 1) {
    for (const { layer, blocks } of measured) {
      const before = process.cpuUsage();
      const started = performance.now();
      await layer(BLOCK);
      const wall = ((performance.now() - started) * 1000) / BLOCK;
      const { user, system } = process.cpuUsage(before);
      if (block >= 0) blocks.push({ wall, processor: (user + system) / BLOCK });
    }
  }
  return measured;
}
