import { unredactedOf, type Redactor } from '../../exchange';
import type { JudgedFinding } from '../../verdict';

/**
 * Findings as another thread can be given them, their messages as they were before they are redacted: they stay in this process.
 * A run has tens of thousands of a few shapes, most of them the same said of one exchange after the other; as one flat list of
 * what differs they are sent in a fraction of the time that as many objects take.
 */
export interface HandedFindings {
  /** Names of members, for each shape that occurs. */
  readonly shapes: readonly (readonly string[])[];
  /**
   * Of one row of findings after the other: its shape, whether its message is to be redacted, and its members. In place of the
   * exchange stands a list of them: the findings of a row are the same but for that.
   */
  readonly values: readonly unknown[];
}

/** The findings that are the same as this one but for the exchange. */
interface Row {
  readonly first: JudgedFinding;
  readonly unredacted: string | undefined;
  /** Its own members. */
  readonly names: readonly string[];
  readonly exchanges: unknown[];
}

export function handFindings(findings: Iterable<JudgedFinding>): HandedFindings {
  const shapes: (readonly string[])[] = [];
  const known = new Map<string, number>();
  const values: unknown[] = [];
  let row: Row | undefined;
  for (const finding of findings) {
    const unredacted = unredactedOf(finding);
    // The members stay in their order: files are to look the same, whoever writes them.
    const names = Object.keys(finding);
    if (row !== undefined && isSame(row, finding, unredacted, names)) {
      row.exchanges.push(finding.exchange);
      continue;
    }
    const exchanges: unknown[] = [finding.exchange];
    row = { first: finding, unredacted, names, exchanges };
    // A getter of its class does not come along by itself, and is written first.
    const all = names.includes('message') ? names : ['message', ...names];
    const spelled = all.join(' ');
    let shape = known.get(spelled);
    if (shape === undefined) {
      shape = shapes.push(all) - 1;
      known.set(spelled, shape);
    }
    values.push(shape, unredacted !== undefined);
    for (const name of all) {
      // To read a message redacts it, which is what the other thread is there for.
      if (name === 'message') values.push(unredacted ?? finding.message);
      else values.push(name === 'exchange' ? exchanges : finding[name as keyof JudgedFinding]);
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
    const { exchange } = finding as { exchange?: readonly unknown[] };
    if (exchange === undefined) findings.push(finding as unknown as JudgedFinding);
    else for (const one of exchange) findings.push({ ...finding, exchange: one } as unknown as JudgedFinding);
  }
  return findings;
}

function isSame(row: Row, finding: JudgedFinding, unredacted: string | undefined, names: readonly string[]): boolean {
  const { first } = row;
  // What was redacted already is not worth comparing, and without an exchange they could not be counted.
  if (unredacted === undefined || unredacted !== row.unredacted || finding.check !== first.check) return false;
  if (names.length !== row.names.length || !('exchange' in finding)) return false;
  for (let at = 0; at < names.length; at += 1) {
    const name = names[at] as keyof JudgedFinding;
    if (name !== row.names[at]) return false;
    if (name !== 'exchange' && name !== 'message' && finding[name] !== first[name]) return false;
  }
  return true;
}
