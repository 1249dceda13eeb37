import type { AnySchemaObject, ErrorObject, ValidateFunction } from 'ajv';
import { fits, type FlatSchema } from './flat-schema';
import {
  ENTITLEMENT_REQUEST_SCHEMA,
  ENTITLEMENT_RESPONSE_SCHEMA,
  REFUSAL_SCHEMA,
  STRICT_ENTITLEMENT_REQUEST_SCHEMA,
} from './schemas';

const requestProblems = validator(ENTITLEMENT_REQUEST_SCHEMA);
const strictRequestProblems = validator(STRICT_ENTITLEMENT_REQUEST_SCHEMA);
const responseProblems = flat(ENTITLEMENT_RESPONSE_SCHEMA);
const refusalProblems = flat(REFUSAL_SCHEMA);

/**
 * Checks an entitlement request against the published schema. Problems are sentences that name JSON pointers and never
 * hold values; none: valid.
 */
export function validateEntitlementRequest(value: unknown): string[] {
  return requestProblems(value);
}

/**
 * The published schema and what its descriptions add: `requestType` 1, 2 or 3 when present; a cookie of at most 32
 * characters (code points), required and not empty for the types 2 and 3.
 */
export function validateStrictEntitlementRequest(value: unknown): string[] {
  return strictRequestProblems(value);
}

/**
 * Checks an entitlement response against the intended reading of the published schema (C-02). A grant always needs
 * `epTokenURL` as a string; anything else only with `requireTokenUrl` (reading `denial.epTokenURL: present`).
 */
export function validateEntitlementResponse(value: unknown, options: { readonly requireTokenUrl: boolean }): string[] {
  const granted = typeof value === 'object' && value !== null && 'isAllowed' in value && value.isAllowed === true;
  return granted || options.requireTokenUrl ? responseProblems(value) : refusalProblems(value);
}

/** Compiles at the first use, once: most commands never validate a message. */
function validator(schema: AnySchemaObject): (value: unknown) => string[] {
  let compiled: ValidateFunction | undefined;
  return (value) => {
    compiled ??= compile(schema);
    if (compiled(value)) return [];
    const problems = (compiled.errors ?? []).filter((error) => error.keyword !== 'if').map(sentence);
    return [...new Set(problems)];
  };
}

/** Almost every message fits: then ajv, whose start takes longer than all the validating of a run, is not needed. */
function flat(schema: FlatSchema): (value: unknown) => string[] {
  const problems = validator(schema);
  return (value) => (fits(schema, value) ? [] : problems(value));
}

function compile(schema: AnySchemaObject): ValidateFunction {
  const { Ajv } = require('ajv') as typeof import('ajv');
  // ownProperties: `__proto__` and friends in a message must not lend it fields.
  return new Ajv({
    allErrors: true,
    ownProperties: true,
    allowUnionTypes: true,
    strictTypes: false,
    strictRequired: false,
    // Whether the schemas themselves are right is a question for the tests: answering it takes longer than all the rest.
    meta: false,
    validateSchema: false,
  }).compile(schema);
}

function sentence(error: ErrorObject): string {
  const params = error.params as Record<string, unknown>;
  const where = error.instancePath === '' ? 'the message' : error.instancePath;
  if (error.keyword === 'required') return `${error.instancePath}/${String(params.missingProperty)} is missing`;
  if (error.keyword === 'type') return `${where} must be of type ${String(params.type).replace(',', ' or ')}`;
  if (error.keyword === 'enum') return `${where} must be one of ${(params.allowedValues as unknown[]).join(', ')}`;
  if (error.keyword === 'maxLength') return `${where} must have at most ${String(params.limit)} characters`;
  if (error.keyword === 'minLength') return `${where} must not be empty`;
  return `${where} ${error.message ?? 'is invalid'}`;
}
