import { readFileSync } from 'node:fs';
import type { Options, ValidateFunction } from 'ajv';
import type Ajv2020 from 'ajv/dist/2020';
import { kept } from './kept';

/** How ajv is to read a schema. */
export interface SchemaReading {
  readonly options: Options;
  /** Keywords of our own that say nothing about what is valid. */
  readonly vocabulary?: readonly string[];
}

/**
 * The validator of a schema (draft 2020-12). Compiling one takes longer than all the validating that a run does, so ajv's
 * code for it is kept; where it cannot be, it is compiled.
 * @param name unique among those kept, e.g. `config`
 */
export function compiledSchema<T>(name: string, schema: Readonly<object>, reading: SchemaReading): ValidateFunction<T> {
  const ajvVersion = readFileSync(require.resolve('ajv/package.json'), 'utf8');
  const sources = [ajvVersion, JSON.stringify(schema), JSON.stringify(reading)];
  const path = kept(`${name}-schema.cjs`, sources, () => standalone(ajv(reading, true), schema));
  if (path === undefined) return ajv(reading, false).compile<T>(schema);
  return require(path) as ValidateFunction<T>;
}

function ajv({ options, vocabulary = [] }: SchemaReading, source: boolean): Ajv2020 {
  const { Ajv2020: Ajv } = require('ajv/dist/2020') as typeof import('ajv/dist/2020');
  return new Ajv({ ...options, code: { source } }).addVocabulary([...vocabulary]);
}

function standalone(compiler: Ajv2020, schema: Readonly<object>): string {
  const { default: code } = require('ajv/dist/standalone') as typeof import('ajv/dist/standalone');
  return code(compiler, compiler.compile(schema));
}
