import { readFileSync } from 'node:fs';
import { isJsonObject } from '../protocol';
import { conformanceProblems } from '../report';
import type { ConformanceReport } from '../verdict';
import { UsageError } from './usage-error';

const RIGHT = 'Right: the conformance.json of a run';

/** @throws {UsageError} for what is no JSON object; whether it is a report is not looked at */
export function readReportObject(file: string): Readonly<Record<string, unknown>> {
  const value = readJson(file, RIGHT);
  if (!isJsonObject(value)) throw new UsageError(`${file}: is no report. ${RIGHT}`);
  return value;
}

/** @throws {UsageError} naming the first thing that keeps the file from being a report of this version */
export function readReport(file: string): ConformanceReport {
  const value = readReportObject(file);
  const [problem] = conformanceProblems(value);
  if (problem !== undefined)
    throw new UsageError(`${file}: is no report that this version reads: ${problem}. ${RIGHT}`);
  return value as unknown as ConformanceReport;
}

/** @throws {UsageError} for what cannot be read or is not JSON, with the right form */
export function readJson(file: string, right: string): unknown {
  const text = read(file, right);
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError(`${file}: is not JSON. ${right}`);
  }
}

function read(file: string, right: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    throw new UsageError(`${file}: cannot be read (${code}). ${right}`);
  }
}
