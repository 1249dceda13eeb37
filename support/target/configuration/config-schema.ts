import { readFileSync } from 'node:fs';
import { packageFile } from '../../ledger';
import type { KeyPath } from './key-path';

/** The keywords that schemas/config.schema.json uses. */
export interface ConfigSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, ConfigSchema>>;
  readonly description?: string;
  readonly type?: string;
  readonly enum?: readonly (string | number)[];
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, ConfigSchema>>;
  readonly items?: ConfigSchema;
  readonly additionalProperties?: boolean | ConfigSchema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly patternErrorMessage?: string;
}

let schema: ConfigSchema | undefined;

export function configSchema(): ConfigSchema {
  schema ??= JSON.parse(readFileSync(packageFile('schemas/config.schema.json'), 'utf8')) as ConfigSchema;
  return schema;
}

/** The readings that hold where a configuration says nothing, by key. */
export function defaultReadings(): Readonly<Record<string, unknown>> {
  const readings = Object.keys(schemaAt(['readings'])?.properties ?? {});
  return Object.fromEntries(readings.map((key) => [key, schemaAt(['readings', key])?.default]));
}

/** The schema of the value at this path, references resolved; undefined: no such key. */
export function schemaAt(path: KeyPath): ConfigSchema | undefined {
  let node: ConfigSchema | undefined = configSchema();
  for (const step of path) {
    const open: ConfigSchema['additionalProperties'] = node?.additionalProperties;
    const named: ConfigSchema | undefined =
      node?.properties !== undefined && Object.hasOwn(node.properties, step) ? node.properties[step] : undefined;
    node = typeof step === 'number' ? node?.items : (named ?? (typeof open === 'object' ? open : undefined));
    node = node && resolved(node);
  }
  return node;
}

function resolved(node: ConfigSchema): ConfigSchema {
  if (node.$ref === undefined) return node;
  return { ...configSchema().$defs?.[node.$ref.replace('#/$defs/', '')], ...node };
}

/** Its value must not be shown, not even a wrong one. */
export function isSecret(path: KeyPath): boolean {
  return schemaAt(path)?.description?.startsWith('Secret.') ?? false;
}

/** What a right value looks like, in words. */
export function rightForm(path: KeyPath): string {
  const node = schemaAt(path);
  if (node?.enum !== undefined) return `one of ${node.enum.join(', ')}`;
  if (node?.patternErrorMessage !== undefined) return node.patternErrorMessage;
  switch (node?.type) {
    case 'boolean':
      return 'true or false';
    case 'integer':
    case 'number':
      return numberForm(node);
    case 'string':
      return textForm(node);
    case 'array':
      return `a list; each item: ${rightForm([...path, 0])}`;
    case 'object':
      return node.properties === undefined ? 'a section' : `a section with ${Object.keys(node.properties).join(', ')}`;
    default:
      return 'see docs/configuration.md';
  }
}

function numberForm({ type, minimum, maximum, exclusiveMinimum }: ConfigSchema): string {
  const kind = type === 'integer' ? 'an integer' : 'a number';
  if (exclusiveMinimum !== undefined) return `${kind} above ${String(exclusiveMinimum)}`;
  if (minimum !== undefined && maximum !== undefined) return `${kind} from ${String(minimum)} to ${String(maximum)}`;
  return minimum === undefined ? kind : `${kind} of at least ${String(minimum)}`;
}

function textForm({ minLength = 0, maxLength }: ConfigSchema): string {
  if (minLength > 1 && maxLength !== undefined)
    return `a text of ${String(minLength)} to ${String(maxLength)} characters`;
  if (maxLength !== undefined) return `a text of at most ${String(maxLength)} characters`;
  return minLength > 1 ? `a text of at least ${String(minLength)} characters` : 'a text';
}
