import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { harOf, k6Script } from '../export';
import { outputPlaces, writeAtomically } from '../report';
import type { Configuration } from '../target';
import { configurationOf, type ConfiguredOptions } from './configuration-of';
import { MOST_FLOWS, mustBeSynthetic } from './many-flows';
import { partsOf } from './open-run';
import { suiteVersion } from './suite-version';
import { UsageError } from './usage-error';
import { wholeNumber } from './whole-number';

export interface ExportOptions extends ConfiguredOptions {
  readonly format: string;
  readonly flows: string;
}

/** `sees-conformance export`; sends nothing. */
export async function exportCommand({ format, flows, ...options }: ExportOptions, command: Command): Promise<number> {
  if (format !== 'k6' && format !== 'har') {
    throw new UsageError(`--format ${format}: there is no such format. Right: k6, har`);
  }
  const pairs = wholeNumber('flows', flows, 2, MOST_FLOWS);
  const configuration = configurationOf(options, command);
  const file = format === 'k6' ? await exportK6(configuration, pairs) : exportHar(configuration);
  process.stdout.write(`${file}\n`);
  return 0;
}

async function exportK6(configuration: Configuration, flows: number): Promise<string> {
  mustBeSynthetic(configuration, 'a script takes SPCs of many devices, and captured ones are of a few');
  const { titles, spcs, seed, nonce, timing } = partsOf(configuration, []);
  const name = 'sees-conformance.k6.js';
  const text = await k6Script({
    titles,
    spcs,
    seed,
    nonce,
    flows,
    readings: configuration.readings,
    seesUrl: configuration.sees.url,
    recordVisibilityMs: timing.recordVisibilityMs,
    suiteVersion: suiteVersion(),
    file: name,
  });
  const file = join(configuration.out, name);
  writeAtomically(file, text);
  return file;
}

function exportHar({ out }: Configuration): string {
  const { results } = outputPlaces(out);
  if (!existsSync(results)) {
    throw new UsageError(`--out ${out}: no run has left results there. Right: the folder given to run with --out`);
  }
  const file = join(out, 'run.har');
  writeAtomically(file, `${JSON.stringify(harOf(results, suiteVersion()))}\n`);
  return file;
}
