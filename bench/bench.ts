/**
 * What the harness costs: `npm run bench` measures everything, `npm run bench -- growth start` some of it, and writes
 * bench/results.md. BENCH_ROUNDS says how often each variant takes its turn, by default 3.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COLD } from './cold/cold';
import { EXCHANGE } from './one-exchange/one-exchange';
import { page } from './figures/page';
import { GROWTH } from './growth/growth';
import { HTML } from './html';
import { RIVALS } from './rivals/rivals';
import { START } from './start';
import { machine } from './turns/machine';
import type { Part } from './turns/part';

const RESULTS = join(__dirname, 'results.md');
const PARTS: readonly Part[] = [COLD, RIVALS, EXCHANGE, GROWTH, START, HTML];

function asked(names: readonly string[]): readonly Part[] {
  const known = PARTS.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`There is no ${unknown.join(', ')} to measure. Right: ${known.join(', ')}`);
  return names.length === 0 ? PARTS : PARTS.filter(({ name }) => names.includes(name));
}

function roundsFrom(text = '3'): number {
  if (/^[1-9]\d*$/u.test(text)) return Number(text);
  throw new Error(`BENCH_ROUNDS=${text}: this is no number of rounds. Right: 1, 2, 3 ...`);
}

/** Measures it and puts it in its place; what else stands there stays. */
async function measured({ title, measure }: Part, rounds: number): Promise<void> {
  console.log(`${title}:`);
  const text = `${await measure(rounds)}\n\n${machine()}`;
  console.log(`\n${text}\n`);
  const before = existsSync(RESULTS) ? readFileSync(RESULTS, 'utf8') : '';
  const titles = PARTS.map((part) => part.title);
  writeFileSync(RESULTS, page(before, new Map([[title, text]]), titles));
}

/** One part that cannot be measured keeps no other from it. */
async function main(): Promise<void> {
  const rounds = roundsFrom(process.env.BENCH_ROUNDS);
  for (const part of asked(process.argv.slice(2))) await measured(part, rounds).catch(told);
}

function told(error: unknown): void {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

main().catch(told);
