import type { ErrorObject, ValidateFunction } from 'ajv';
import schema from '../../../schemas/conformance.schema.json';
import { compiledSchema } from '../../ledger';
import type { ConformanceReport } from '../../verdict';

let validate: ValidateFunction | undefined;

/** Made when it is first asked for, and kept. */
export function conformanceValidator(): ValidateFunction {
  return (validate ??= compiledSchema('conformance', schema, {
    options: { allErrors: true, strict: true, allowUnionTypes: true, meta: false, validateSchema: false },
  }));
}

/** What keeps a value from being a conformance report, one sentence each; empty: it is one. */
export function conformanceProblems(value: unknown): string[] {
  const isReport = conformanceValidator();
  if (isReport(value)) return [];
  return (isReport.errors ?? []).slice(0, 20).map(sentence);
}

export function conformanceJson(report: ConformanceReport): string {
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function sentence(error: ErrorObject): string {
  const place = error.instancePath === '' ? 'the report' : error.instancePath;
  const extra: unknown = error.params.additionalProperty;
  return `${place} ${error.message ?? 'is not valid'}${typeof extra === 'string' ? ` (${extra})` : ''}`;
}
