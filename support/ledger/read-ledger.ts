import { readFileSync } from 'node:fs';
import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Document, LineCounter } from 'yaml';
import { compiledSchema } from './compiled-schema';
import { LedgerError } from './ledger-error';
import { packageFile } from './package-file';

/** A requirement as the file has it: its keys are those of schemas/requirements.schema.json. */
export interface RequirementEntry {
  readonly id: string;
  readonly family: string;
  readonly party: string;
  readonly level: string;
  readonly strength: string;
  readonly negative: boolean;
  readonly statement: string;
  readonly condition?: string;
  readonly source: readonly string[];
  readonly leg: readonly string[];
  readonly arrow?: string;
  readonly same_as?: string;
  readonly needs?: readonly string[];
  readonly readings?: readonly string[];
  readonly not_tested?: string;
  readonly parts?: readonly PartEntry[];
}

interface PartEntry {
  readonly name: string;
  readonly level: string;
  readonly statement: string;
  readonly needs?: readonly string[];
}

/** A ledger whose form is right; what it says is not yet checked. */
export interface LedgerFile {
  readonly sources: Readonly<Record<string, string>>;
  readonly requirements: readonly RequirementEntry[];
  /** `file:line` of the requirement with this index. */
  place(index: number): string;
}

/** Of {@link LedgerFile}, without the places. */
export const LEDGER_SCHEMA = 'schemas/requirements.schema.json';

export type LedgerContent = Pick<LedgerFile, 'sources' | 'requirements'>;

let compiled: ValidateFunction<LedgerContent> | undefined;

function validator(): ValidateFunction<LedgerContent> {
  const schema = (): object => JSON.parse(readFileSync(packageFile(LEDGER_SCHEMA), 'utf8')) as object;
  // Whether the schema itself is right is a question for the tests.
  const options = { allErrors: true, meta: false, validateSchema: false };
  compiled ??= compiledSchema<LedgerContent>('requirements', schema(), { options });
  return compiled;
}

/** @throws {LedgerError} for YAML and schema errors */
export function readLedger(file: string): LedgerFile {
  const { LineCounter, parseDocument } = yaml();
  const lines = new LineCounter();
  const document = parseDocument(read(file), { lineCounter: lines });
  if (document.errors.length > 0) {
    // The library's message goes on with the lines around the place; its first line says it all.
    throw new LedgerError(
      document.errors.map((error) => `${file}:${String(lines.linePos(error.pos[0]).line)} ${firstLine(error.message)}`),
    );
  }
  const value: unknown = document.toJS();
  const validate = validator();
  if (!validate(value)) {
    throw new LedgerError((validate.errors ?? []).map((error) => describe(file, document, lines, error)));
  }
  const place = (index: number) => `${file}:${lineOf(document, lines, ['requirements', index])}`;
  return { sources: value.sources, requirements: value.requirements, place };
}

/** Loaded when there is a file to read: the ledger of the package is kept as JSON. */
function yaml(): typeof import('yaml') {
  return require('yaml') as typeof import('yaml');
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new LedgerError([`${file}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}).`]);
  }
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0]?.replace(/:$/, '') ?? '';
}

function describe(file: string, document: Document, lines: LineCounter, error: ErrorObject): string {
  const path = error.instancePath.split('/').slice(1).map(unescape);
  const id: unknown = path[0] === 'requirements' ? document.getIn(['requirements', Number(path[1]), 'id']) : undefined;
  const rest = path.slice(2).join('.');
  const about = [typeof id === 'string' ? id : path.slice(0, 2).join(' '), rest]
    .filter((text) => text !== '')
    .join(' ');
  const allowed = error.keyword === 'enum' ? `: ${(error.params.allowedValues as string[]).join(', ')}` : '';
  const extra = error.keyword === 'additionalProperties' ? ` (${String(error.params.additionalProperty)})` : '';
  return `${file}:${lineOf(document, lines, path)} ${about}: ${error.message ?? error.keyword}${allowed}${extra}.`;
}

function unescape(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** Line of the innermost node on the way that the document has. */
function lineOf(document: Document, lines: LineCounter, path: readonly (string | number)[]): string {
  const { isMap, isSeq } = yaml();
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of ['', ...path]) {
    if (step !== '' && isMap(node)) node = node.get(step, true);
    else if (step !== '' && isSeq(node)) node = node.get(Number(step), true);
    const range = (node as { range?: readonly number[] } | undefined)?.range;
    if (range?.[0] === undefined) break;
    offset = range[0];
  }
  return String(lines.linePos(offset).line);
}
