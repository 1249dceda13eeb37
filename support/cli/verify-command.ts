import { fingerprintOf, readVerificationKey, verifyReport } from '../report';
import { readReportObject } from './read-report';
import { UsageError } from './usage-error';

export interface VerifyOptions {
  readonly key?: string;
}

/** Parts named one by one; more are counted. */
const NAMED = 20;

/** `sees-conformance verify FILE`: 0 as signed, 1 changed or signed by another key, 2 not signed. */
export function verifyCommand(file: string, { key }: VerifyOptions): Promise<number> {
  const expected = key === undefined ? undefined : readVerificationKey(key);
  const found = verifyReport(readReportObject(file), expected);
  switch (found.state) {
    case 'unsigned':
      throw new UsageError(`${file}: cannot be verified: ${found.why}. Right: a report of run --sign KEY`);
    case 'changed':
      say(`${file} is not what was signed.`, ...changedLines(found.changed));
      return Promise.resolve(1);
    case 'other-key':
      say(`${file} was signed by another key: SHA-256 ${fingerprintOf(found.key)}`);
      return Promise.resolve(1);
    case 'signed':
      say(`${file} is as it was signed by the key SHA-256 ${fingerprintOf(found.key)}`);
      if (!found.trusted) say('That key came with the file: compare the fingerprint, or name the key with --key.');
      return Promise.resolve(0);
  }
}

function changedLines(changed: readonly string[]): string[] {
  if (changed.length === 0)
    return ['What changed cannot be told: the digests of its parts, or its key, were changed too.'];
  const rest = changed.length - NAMED;
  return [
    'Changed:',
    ...changed.slice(0, NAMED).map((name) => `  ${name}`),
    ...(rest > 0 ? [`  and ${String(rest)} more`] : []),
  ];
}

function say(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}
