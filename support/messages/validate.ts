import type { AnySchemaObject, ErrorObject, Options, ValidateFunction } from 'ajv';
import { compiledSchema } from '../ledger';
import {
  ENTITLEMENT_REQUEST_SCHEMA,
  ENTITLEMENT_RESPONSE_SCHEMA,
  REFUSAL_SCHEMA,
  STRICT_ENTITLEMENT_REQUEST_SCHEMA,
} from '../protocol';

const requestProblems = validator('request', ENTITLEMENT_REQUEST_SCHEMA);
const strictRequestProblems = validator('strict-request', STRICT_ENTITLEMENT_REQUEST_SCHEMA);
const responseProblems = validator('response', ENTITLEMENT_RESPONSE_SCHEMA);
const refusalProblems = validator('refusal', REFUSAL_SCHEMA);

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
function validator(name: string, schema: AnySchemaObject): (value: unknown) => string[] {
  let compiled: ValidateFunction | undefined;
  return (value) => {
    compiled ??= compiledSchema(name, schema, { options: OPTIONS });
    if (compiled(value)) return [];
    const problems = (compiled.errors ?? []).filter((error) => error.keyword !== 'if').map(sentence);
    return [...new Set(problems)];
  };
}

// ownProperties: `__proto__` and friends in a message must not lend it fields.
const OPTIONS: Options = {
  allErrors: true,
  ownProperties: true,
  allowUnionTypes: true,
  strictTypes: false,
  strictRequired: false,
};

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
