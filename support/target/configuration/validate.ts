import type { ErrorObject, ValidateFunction } from 'ajv';
import { compiledSchema, nearest } from '../../ledger';
import { configSchema, isSecret, rightForm, schemaAt } from './config-schema';
import { fromPointer, getIn, setIn, type KeyPath } from './key-path';

/** Knows where each setting came from. */
export interface Origins {
  where(path: KeyPath): string;
  /** The value came as text from outside the file, so its type is not the writer's choice. */
  isUntyped(path: KeyPath): boolean;
  /** The value came through `${NAME}` and is not to be repeated. */
  isHidden(path: KeyPath): boolean;
  /** How a number or boolean is spelled in the file. */
  spelling(path: KeyPath): string | undefined;
}

/** A problem that still knows which setting it is about. */
export interface SettingProblem {
  readonly path: KeyPath;
  readonly what: string;
  readonly rightForm: string;
}

let compiled: ValidateFunction | undefined;

function validator(): ValidateFunction {
  // Whether the schema itself is right is a question for the tests.
  compiled ??= compiledSchema('config', configSchema(), {
    options: { allErrors: true, useDefaults: true, verbose: true, meta: false, validateSchema: false },
    vocabulary: ['patternErrorMessage'],
  });
  return compiled;
}

/** Puts the static defaults into the tree, and says what about its form is wrong. */
export function validateForm(tree: Record<string, unknown>, origins: Origins): SettingProblem[] {
  const validate = validator();
  dropNulls(tree, []);
  if (validate(tree)) return [];
  if (retype(tree, validate.errors ?? [], origins) && validate(tree)) return [];
  // What `then` asks for says it better than the `if` around it.
  const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if' && keyword !== 'propertyNames');
  return errors.map((error) => toProblem(error, tree, origins));
}

/** A key without a value is a section left empty, or a setting left out. */
function dropNulls(node: unknown, path: KeyPath): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node) as [string, unknown][]) {
    const inner = [...path, Array.isArray(node) ? Number(key) : key];
    const schema = schemaAt(inner);
    if (value !== null || Array.isArray(node) || schema === undefined) dropNulls(value, inner);
    else if (schema.type === 'object') setIn(node as Record<string, unknown>, [key], {});
    else Reflect.deleteProperty(node, key);
  }
}

/** `seed` from the environment is text and `denial.status: 200` a number, and both are meant well. */
function retype(tree: Record<string, unknown>, errors: readonly ErrorObject[], origins: Origins): boolean {
  let changed = false;
  for (const { keyword, instancePath } of errors) {
    if (keyword !== 'type' && keyword !== 'enum') continue;
    const path = fromPointer(instancePath, tree);
    const value = getIn(tree, path);
    const meant = typeof value === 'string' ? fromText(value, path, origins) : toText(path, origins);
    if (meant === undefined) continue;
    setIn(tree, path, meant);
    changed = true;
  }
  return changed;
}

function fromText(text: string, path: KeyPath, origins: Origins): unknown {
  if (!origins.isUntyped(path)) return undefined;
  const schema = schemaAt(path);
  if (schema?.type === 'boolean') return text === 'true' ? true : text === 'false' ? false : undefined;
  const numeric = schema?.type === 'integer' || schema?.type === 'number' || typeof schema?.enum?.[0] === 'number';
  return numeric && /^-?[0-9]{1,15}(\.[0-9]+)?$/.test(text) ? Number(text) : undefined;
}

function toText(path: KeyPath, origins: Origins): string | undefined {
  const schema = schemaAt(path);
  const textual = schema?.type === 'string' || typeof schema?.enum?.[0] === 'string';
  return textual ? origins.spelling(path) : undefined;
}

function toProblem(error: ErrorObject, tree: unknown, origins: Origins): SettingProblem {
  const path = fromPointer(error.instancePath, tree);
  const params = error.params as Readonly<Record<string, unknown>>;
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(path, String(params.additionalProperty));
    case 'required': {
      const missing = [...path, String(params.missingProperty)];
      return { path: missing, what: 'is missing.', rightForm: rightForm(missing) };
    }
    default:
      if (error.propertyName !== undefined) {
        const what = `${JSON.stringify(error.propertyName)} is no code.`;
        return { path, what, rightForm: 'codes as keys, e.g. "-2018"' };
      }
      return { path, what: describe(error, path, origins), rightForm: suggestion(error, path) };
  }
}

function unknownKey(path: KeyPath, key: string): SettingProblem {
  const keys = Object.keys(schemaAt(path)?.properties ?? {}).filter((known) => known !== '$schema');
  // `requestType: {default: deny}` for the reading `requestType.default`.
  const meant = nearest(key, keys) ?? keys.find((known) => known.startsWith(`${key}.`));
  const list = `keys here: ${keys.join(', ')}`;
  return {
    path: [...path, key],
    what: 'there is no such key.',
    rightForm: meant === undefined ? list : `${meant}? (${list})`,
  };
}

function describe(error: ErrorObject, path: KeyPath, origins: Origins): string {
  const { data, keyword } = error;
  const hidden = isSecret(path) || origins.isHidden(path) || isSection(path) || hasPassword(data);
  const shown = hidden ? 'the value' : JSON.stringify(data);
  switch (keyword) {
    case 'type':
      return `${shown} is ${kindOf(data)}.`;
    case 'minLength':
      return data === '' ? 'is empty.' : `${shown} is too short.`;
    case 'maxLength':
      return `${shown} is too long.`;
    case 'minItems':
      return 'the list is empty.';
    case 'uniqueItems':
      return 'the list holds something twice.';
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
      return `${shown} is out of range.`;
    case 'pattern':
      return typeof data === 'string' && shown === 'the value'
        ? `the value (${String(data.length)} characters) does not have the right form.`
        : `${shown} does not have the right form.`;
    default:
      return `${shown} is not right here.`;
  }
}

function suggestion(error: ErrorObject, path: KeyPath): string {
  const form = rightForm(path);
  if (error.keyword === 'uniqueItems') return 'every item once';
  if (error.keyword === 'minItems') return `at least one item; ${form.replace(/^a list; /, '')}`;
  if (error.keyword !== 'enum' || typeof error.data !== 'string') return form;
  const meant = nearest(error.data, (schemaAt(path)?.enum ?? []).map(String));
  return meant === undefined ? form : `${form}; ${meant}?`;
}

/** A text where a section belongs is what was meant to be in it (`- contentKey 00...`, the colon forgotten). */
function isSection(path: KeyPath): boolean {
  const { type, properties, items } = schemaAt(path) ?? {};
  return type === 'object' || type === 'array' || properties !== undefined || items !== undefined;
}

/** As in `ftp://user:password@host` or, the scheme forgotten, `user:password@host`. */
function hasPassword(data: unknown): boolean {
  return typeof data === 'string' && /:\/\/[^/]*@|^[^/]*:[^/]*@/.test(data);
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (value === null) return 'empty';
  const kinds: Readonly<Record<string, string>> = { string: 'a text', object: 'a section', boolean: 'true or false' };
  return kinds[typeof value] ?? `a ${typeof value}`;
}
