import type { Sample, Series, Variant } from './series';

/**
 * Measures variants in turns, so that a machine that gets slower gets slower for all of them. The first rounds only warm up
 * (caches of disk and compiled sources) and count for nothing.
 */
export async function takeTurns<Names extends readonly Variant[]>(
  variants: Names,
  rounds: number,
  warmUps = 1,
): Promise<{ [Index in keyof Names]: Series }> {
  const all = variants.map(({ name }) => ({ name, samples: [] as Sample[] }));
  for (let round = -warmUps; round < rounds; round += 1) {
    const seconds: string[] = [];
    for (const [index, variant] of variants.entries()) {
      const sample = await variant.go();
      seconds.push(sample.seconds.toFixed(2));
      if (round >= 0) all[index]?.samples.push(sample);
    }
    console.log(`  ${round < 0 ? 'warm-up' : `round ${round + 1}`}: ${seconds.join(' / ')} s`);
  }
  return all as { [Index in keyof Names]: Series };
}
