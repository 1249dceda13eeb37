import { nearest } from '../../ledger';
import type { ConfigurationProblem } from './configuration-error';
import type { KeyPath } from './key-path';

/** What the command line may say; the same names in upper snake case behind `SEES_CONFORMANCE_` are the environment's. */
export interface ConfigurationOptions {
  readonly profile?: string;
  readonly hosting?: string;
  readonly seesUrl?: string;
  readonly tokenUrl?: string;
  readonly recordUrl?: string;
  readonly tags?: string;
  readonly requirement?: readonly string[];
  readonly out?: string;
  readonly shard?: string;
  readonly seed?: string | number;
  readonly nonce?: string;
  readonly gate?: string;
  readonly waivers?: string;
  readonly sockets?: string | number;
  /** Only `false` (from `--no-html`) counts: the parser's own default of true must not outrank the file. */
  readonly html?: boolean;
  readonly sign?: string;
  readonly iOwnThisTarget?: boolean;
  readonly quiet?: boolean;
  readonly json?: boolean;
  readonly debug?: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

interface OptionDefinition {
  /** Long option without dashes. */
  readonly option: string;
  readonly name: keyof ConfigurationOptions;
  readonly key: KeyPath;
  readonly kind?: 'path' | 'list' | 'negated';
}

const OPTIONS: readonly OptionDefinition[] = [
  { option: 'profile', name: 'profile', key: ['profile'] },
  { option: 'hosting', name: 'hosting', key: ['hosting'] },
  { option: 'sees-url', name: 'seesUrl', key: ['sees', 'url'] },
  { option: 'token-url', name: 'tokenUrl', key: ['expressplay', 'tokenUrl'] },
  { option: 'record-url', name: 'recordUrl', key: ['expressplay', 'recordUrl'] },
  { option: 'tags', name: 'tags', key: ['tags'] },
  { option: 'requirement', name: 'requirement', key: ['requirement'], kind: 'list' },
  { option: 'out', name: 'out', key: ['out'], kind: 'path' },
  { option: 'shard', name: 'shard', key: ['shard'] },
  { option: 'seed', name: 'seed', key: ['seed'] },
  { option: 'nonce', name: 'nonce', key: ['nonce'] },
  { option: 'gate', name: 'gate', key: ['gate'] },
  { option: 'waivers', name: 'waivers', key: ['waivers'], kind: 'path' },
  { option: 'sockets', name: 'sockets', key: ['limits', 'sockets'] },
  { option: 'no-html', name: 'html', key: ['html'], kind: 'negated' },
  { option: 'sign', name: 'sign', key: ['sign'], kind: 'path' },
  { option: 'i-own-this-target', name: 'iOwnThisTarget', key: ['iOwnThisTarget'] },
  { option: 'quiet', name: 'quiet', key: ['quiet'] },
  { option: 'json', name: 'json', key: ['json'] },
  { option: 'debug', name: 'debug', key: ['debug'] },
];

const PREFIX = 'SEES_CONFORMANCE_';

/** Names the file of the configuration, as `--config` does. */
export const CONFIG_VARIABLE = `${PREFIX}CONFIG`;

/** A value from outside the file, and what to call its place. */
export interface OutsideSetting {
  readonly key: KeyPath;
  readonly value: unknown;
  readonly where: string;
  /** Relative to the working directory, not to the file. */
  readonly isPath: boolean;
}

/** What environment and options set, in rising order of precedence. An empty variable counts as unset. */
export function outsideSettings(env: Environment, options: ConfigurationOptions): OutsideSetting[] {
  const fromEnvironment = OPTIONS.flatMap((definition) => {
    const name = variableOf(definition);
    const text = env[name];
    if (text === undefined || text === '') return [];
    return [setting(definition, readVariable(definition, text), `environment variable ${name}`)];
  });
  const fromOptions = OPTIONS.flatMap((definition) => {
    const value = options[definition.name];
    const unsaid = value === undefined || (Array.isArray(value) && value.length === 0);
    if (unsaid || (definition.kind === 'negated' && value !== false)) return [];
    return [setting(definition, value, `option --${definition.option}`)];
  });
  return [...fromEnvironment, ...fromOptions];
}

function setting({ key, kind }: OptionDefinition, value: unknown, where: string): OutsideSetting {
  return { key, value, where, isPath: kind === 'path' };
}

function variableOf({ option }: OptionDefinition): string {
  return PREFIX + option.toUpperCase().replaceAll('-', '_');
}

function readVariable({ kind }: OptionDefinition, text: string): unknown {
  if (kind === 'list') return text.split(/[\s,]+/).filter((item) => item !== '');
  if (kind === 'negated' && (text === 'true' || text === 'false')) return text === 'false';
  return text;
}

/** Variables that look like a mistyped option; those that the file itself refers to are left alone. */
export function mistypedVariables(env: Environment, referred: ReadonlySet<string>): ConfigurationProblem[] {
  const known = [...OPTIONS.map(variableOf), CONFIG_VARIABLE];
  return Object.keys(env)
    .filter((name) => name.startsWith(PREFIX) && !known.includes(name) && !referred.has(name))
    .flatMap((name) => {
      const meant = nearest(
        name.slice(PREFIX.length),
        known.map((text) => text.slice(PREFIX.length)),
      );
      if (meant === undefined) return [];
      return [{ where: `environment variable ${name}`, what: 'no option has this name.', rightForm: PREFIX + meant }];
    });
}
