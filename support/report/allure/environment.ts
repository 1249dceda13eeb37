import type { RunFacts, StartFacts } from '../../verdict';
import { clockWords } from '../clock-words';
import { oneLine, valueWords } from '../text';

/**
 * `environment.properties`: what it takes to understand and repeat the run.
 * @param partial why the results are not all there
 */
export function environmentProperties(
  facts: StartFacts & Pick<RunFacts, 'clocks'>,
  suiteVersion: string | undefined,
  touchedBy: (reading: string) => readonly string[] = () => [],
  partial?: string,
): string {
  const reading = (key: string, value: unknown): [string, string] => {
    const touched = touchedBy(key);
    return [`reading ${key}`, `${valueWords(value)}${touched.length > 0 ? ` (touches ${touched.join(', ')})` : ''}`];
  };
  const entries: [string, string][] = [
    ...(partial === undefined ? [] : [['Partial', partial] as [string, string]]),
    ...(suiteVersion === undefined ? [] : [['Suite', `sees-conformance ${suiteVersion}`] as [string, string]]),
    ['Profile', facts.profile],
    ['Hosting', facts.hosting],
    ['SEES', facts.target.sees],
    ['ExpressPlay', facts.target.expressplay],
    ['Seed', String(facts.seed)],
    ['Nonce', facts.nonce],
    ['Configuration', facts.configurationDigest],
    ['Node', facts.node],
    ...clockWords(facts.clocks).map(([who, words]): [string, string] => [`Clock of ${who}`, words]),
    ...Object.entries(facts.readings).map(([key, value]) => reading(key, value)),
  ];
  return entries.map(([key, value]) => `${property(key).replace(/[ :=]/gu, '\\$&')} = ${property(value)}\n`).join('');
}

/** Java properties are Latin-1 with escapes. */
function property(text: string): string {
  return oneLine(text)
    .replaceAll('\\', '\\\\')
    .replace(/[^\x20-\x7e]/gu, (character) =>
      Array.from(
        { length: character.length },
        (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
      ).join(''),
    );
}
