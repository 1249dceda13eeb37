import { readFileSync } from 'node:fs';
import Ajv, { type ErrorObject } from 'ajv/dist/2020';
import { isMap, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import schema from '../../schemas/waivers.schema.json';
import type { Ledger } from '../ledger';
import { ConfigurationError, type ConfigurationProblem } from '../target';
import { outcomeOf } from './grade';
import type { Waiver } from './waiver';

const LIST = 'a list of entries with requirement, owner, reason, issue and until';

const FORMS: Readonly<Record<string, string>> = {
  requirement: 'the id of a requirement or check, e.g. SEQ-42 or SEES-ERR-09.refused',
  owner: 'who sees to it, as text',
  reason: 'why it is put up with, as text',
  issue: 'where it is tracked, as text',
  until: 'the last day on which it counts (UTC), e.g. 2026-12-31',
};

/**
 * The waivers of a file: YAML or JSON, a list or a list under the key `waivers`; an empty file holds none.
 * @throws {ConfigurationError} with everything that is wrong, each with its line
 */
export function readWaivers(file: string, ledger: Ledger): readonly Waiver[] {
  const lines = new LineCounter();
  const document = parseDocument(read(file), { lineCounter: lines });
  const [broken] = document.errors;
  if (broken !== undefined) {
    const at = `${file}:${String(lines.linePos(broken.pos[0]).line)}`;
    throw wrong([{ where: at, what: `${firstLine(broken.message)}.`, rightForm: `YAML: ${LIST}` }]);
  }
  const place = (path: Path): string => `${file}:${lineOf(document, lines, path)}`;
  const { list, base } = listOf(document.toJS());
  const problems = formProblems(list, (path) => place([...base, ...path]));
  if (problems.length > 0) throw wrong(problems);
  const waivers = list as readonly Waiver[];
  const senseless = waivers.flatMap((waiver, index) =>
    senseProblems(waiver, waivers.slice(0, index), ledger).map((problem) => ({
      ...problem,
      where: `${place([...base, index])} ${waiver.requirement}`,
    })),
  );
  if (senseless.length > 0) throw wrong(senseless);
  return waivers;
}

type Path = readonly (string | number)[];

function wrong(problems: readonly ConfigurationProblem[]): ConfigurationError {
  return new ConfigurationError(problems);
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const what = `the file cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}).`;
    throw wrong([{ where: file, what, rightForm: `a file with ${LIST}` }]);
  }
}

function firstLine(message: string): string {
  return (message.split('\n', 1)[0] ?? '').replace(/[:.]$/, '');
}

function listOf(value: unknown): { list: unknown; base: Path } {
  if (value === null || value === undefined) return { list: [], base: [] };
  const keys = typeof value === 'object' && !Array.isArray(value) ? Object.keys(value) : [];
  if (keys.length === 1 && keys[0] === 'waivers') {
    return { list: (value as { waivers: unknown }).waivers ?? [], base: ['waivers'] };
  }
  return { list: value, base: [] };
}

function formProblems(list: unknown, place: (path: Path) => string): ConfigurationProblem[] {
  const validate = new Ajv({ allErrors: true, meta: false, validateSchema: false }).compile(schema);
  return validate(list) ? [] : (validate.errors ?? []).map((error) => formProblem(error, place));
}

function formProblem(error: ErrorObject, place: (path: Path) => string): ConfigurationProblem {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  const missing: unknown = error.params.missingProperty;
  const extra: unknown = error.params.additionalProperty;
  const key = path.findLast((step) => typeof step === 'string') ?? missing;
  const where = [place(path), ...(typeof key === 'string' ? [key] : [])].join(' ');
  if (typeof missing === 'string') {
    return { where, what: `${missing} is missing.`, rightForm: FORMS[missing] ?? LIST };
  }
  if (typeof extra === 'string') {
    return { where, what: `${extra} is no key of a waiver.`, rightForm: Object.keys(FORMS).join(', ') };
  }
  const form = typeof key === 'string' ? FORMS[key] : undefined;
  return { where, what: 'this has the wrong form.', rightForm: form ?? LIST };
}

function senseProblems(
  { requirement: id, until }: Waiver,
  earlier: readonly Waiver[],
  ledger: Ledger,
): Omit<ConfigurationProblem, 'where'>[] {
  const problems: Omit<ConfigurationProblem, 'where'>[] = [];
  const checks = ledger.checksOf(id);
  if (checks.length === 0) {
    const meant = ledger.suggest(id);
    const rightForm = meant === undefined ? (FORMS.requirement ?? '') : `${meant}?`;
    problems.push({ what: 'no requirement or check has this id.', rightForm });
  } else if (checks.every(({ level }) => outcomeOf('wrong', level) === 'info')) {
    const rightForm = 'leave it out: waivers cover fail and warn only';
    problems.push({ what: `${checks[0]?.level ?? ''} is observed and never fails.`, rightForm });
  }
  if (earlier.some(({ requirement }) => requirement === id)) {
    problems.push({ what: 'it is waived twice.', rightForm: 'one waiver for each id' });
  }
  if (!isDay(until)) problems.push({ what: `until: there is no day ${until}.`, rightForm: FORMS.until ?? '' });
  return problems;
}

function isDay(text: string): boolean {
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

/** Line of the innermost node on the way that the document has. */
function lineOf(document: Document, lines: LineCounter, path: Path): string {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of [undefined, ...path]) {
    if (step !== undefined && isMap(node)) node = node.get(step, true);
    else if (step !== undefined && isSeq(node)) node = node.get(Number(step), true);
    const range = (node as { range?: readonly number[] } | undefined)?.range;
    if (range?.[0] === undefined) break;
    offset = range[0];
  }
  return String(lines.linePos(offset).line);
}
