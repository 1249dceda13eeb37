import { unredactedOf, type Redactor } from '../../exchange';
import type { JudgedFinding } from '../../verdict';

/**
 * Findings as another thread can be given them, their messages as they were before they are redacted: they stay in this process.
 * A run has tens of thousands of a few shapes; as one flat list they are sent in a fraction of the time that as many objects take.
 */
export interface HandedFindings {
  /** Names of members, for each shape that occurs. */
  readonly shapes: readonly (readonly string[])[];
  /** Of one finding after the other: its shape, whether its message is to be redacted, and its members. */
  readonly values: readonly unknown[];
}

export function handFindings(findings: Iterable<JudgedFinding>): HandedFindings {
  const shapes: (readonly string[])[] = [];
  const known = new Map<string, number>();
  const values: unknown[] = [];
  for (const finding of findings) {
    // The members stay in their order: files are to look the same, whoever writes them.
    const names = Object.keys(finding);
    // A getter of its class does not come along by itself, and is written first.
    if (!Object.hasOwn(finding, 'message')) names.unshift('message');
    const spelled = names.join(' ');
    let shape = known.get(spelled);
    if (shape === undefined) {
      shape = shapes.push(names) - 1;
      known.set(spelled, shape);
    }
    const unredacted = unredactedOf(finding);
    values.push(shape, unredacted !== undefined);
    for (const name of names) {
      // To read a message redacts it, which is what the other thread is there for.
      values.push(name === 'message' ? (unredacted ?? finding.message) : finding[name as keyof JudgedFinding]);
    }
  }
  return { shapes, values };
}

export function takeFindings({ shapes, values }: HandedFindings, redactor: Redactor): JudgedFinding[] {
  const findings: JudgedFinding[] = [];
  for (let at = 0; at < values.length;) {
    const names = shapes[Number(values[at])] ?? [];
    const isLate = values[at + 1] === true;
    at += 2;
    const finding: Record<string, unknown> = {};
    for (let index = 0; index < names.length; index += 1) finding[names[index] ?? ''] = values[at + index];
    at += names.length;
    if (isLate) finding.message = redactor.text(String(finding.message));
    findings.push(finding as unknown as JudgedFinding);
  }
  return findings;
}
