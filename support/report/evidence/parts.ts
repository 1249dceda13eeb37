import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { isJsonObject } from '../../protocol';

/** Lists whose members have a name of their own, and the word that goes before it. */
const NAMED_LISTS: Readonly<Record<string, { readonly word: string; readonly key: string }>> = {
  requirements: { word: 'requirement', key: 'id' },
  scenarios: { word: 'scenario', key: 'id' },
  readings: { word: 'reading', key: 'reading' },
  waivers: { word: 'waiver of', key: 'requirement' },
};

/** Sections whose members are told apart. */
const SECTIONS: readonly string[] = ['run', 'verdict', 'totals', 'requirementTotals', 'suite'];

/**
 * SHA-256 (base64url) of the canonical JSON (RFC 8785) of every part of a report that has a name, so that a later look can
 * say which of them changed: `requirement SEQ-35`, `run.seed`, `order of requirements`.
 * @param report a parsed `conformance.json`; its signature is no part of it
 */
export function partsOf(report: Readonly<Record<string, unknown>>): Record<string, string> {
  const parts: Record<string, string> = {};
  for (const [key, value] of Object.entries(report)) {
    if (key === 'signature') continue;
    const named = NAMED_LISTS[key];
    if (named !== undefined && Array.isArray(value)) {
      const names = value.map((member) => `${named.word} ${nameOf(member, named.key)}`);
      parts[`order of ${key}`] = digestOf(names);
      for (const [index, member] of value.entries()) parts[names[index] ?? key] = digestOf(member);
    } else if (SECTIONS.includes(key) && isJsonObject(value)) {
      for (const [name, member] of Object.entries(value)) parts[`${key}.${name}`] = digestOf(member);
    } else parts[key] = digestOf(value);
  }
  return parts;
}

/** @throws {TypeError} for what JSON cannot hold */
export function canonical(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('JSON cannot hold this value');
  return text;
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('base64url');
}

function nameOf(member: unknown, key: string): string {
  const name = isJsonObject(member) ? member[key] : undefined;
  return typeof name === 'string' ? name : 'without a name';
}
