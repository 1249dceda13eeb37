import type { FlawedRequest } from './flawed-request';
import { isProperty, PROPERTIES } from './flawed-request';

/** What a table's words can stand for, besides JSON. */
export interface Facts {
  /** A cookie that the words `33 characters` make longer. */
  readonly cookie: string;
  /** What the valid request says, by property. */
  readonly valid: Readonly<Record<string, unknown>>;
  readonly unknownContentID: string;
}

const MIB = 1024 * 1024;

/**
 * A request in which one property is not what it should be.
 * @param text `absent`, `unknown`, `right, and more behind it`, `in an array`, `33 characters`, `32 times é`, `1 MiB`, `named MessageID`, or JSON
 * @throws {SyntaxError} when the text is none of these
 */
export function propertyFlaw(property: string, text: string, facts: Facts): FlawedRequest {
  const name = isProperty(property) ? PROPERTIES[property] : `extra-${property.toLowerCase()}`;
  const flawed = (kind: string, sentence: string, json: Readonly<Record<string, unknown>>): FlawedRequest => ({
    flaw: { id: `${name}-${kind}`, sentence: `${property} ${sentence}` },
    differ: { json },
  });
  const renamed = /^named (\w+)$/.exec(text)?.[1];
  if (renamed !== undefined) {
    const json = { [property]: undefined, [renamed]: facts.valid[property] };
    return flawed('renamed', `is named ${renamed}`, json);
  }
  if (text === 'absent') return flawed('absent', 'is missing', { [property]: undefined });
  if (text === 'unknown') return flawed('unknown', 'names no title', { [property]: facts.unknownContentID });
  if (text === 'right, and more behind it') {
    const longer = `${String(facts.valid[property])}0`;
    return flawed('unknown-but-for-its-beginning', 'begins like the right one', { [property]: longer });
  }
  // With the right value inside, so that whoever makes a text or a number of it finds what was meant.
  if (text === 'in an array') return flawed('array', 'is in an array', { [property]: [facts.valid[property]] });
  if (text === '1 MiB') return flawed('1-mib', 'has 1 MiB', { [property]: 'm'.repeat(MIB) });
  const worded = wordedText(text, facts.cookie);
  if (worded !== undefined) {
    const [count = '', unit = ''] = text.split(' ');
    return flawed(`${count}-${unit}`, `has ${text}`, { [property]: worded });
  }
  const value = parsed(property, text);
  return flawed(kindOf(value), `is ${text}`, { [property]: value });
}

/** `33 characters`, `1 character`: the given text cut or filled up; `between blanks`, `in quotes`; `32 times é`: that character as often. */
export function wordedText(words: string, text: string): string | undefined {
  if (words === 'between blanks') return ` ${text} `;
  if (words === 'in quotes') return `"${text}"`;
  const length = /^(\d+) characters?$/.exec(words)?.[1];
  if (length !== undefined) return text.slice(-Number(length)).padEnd(Number(length), 'x');
  const [, times, character] = /^(\d+) times (\S+)$/u.exec(words) ?? [];
  return times === undefined || character === undefined ? undefined : character.repeat(Number(times));
}

function parsed(property: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SyntaxError(
      `${property}: "${text}" is no value; write JSON, or absent, unknown, in an array, 33 characters, 32 times x, 1 MiB, named Other`,
    );
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? `integer-${String(value)}` : 'fraction';
  if (value === '') return 'empty';
  return typeof value === 'string' ? 'text' : typeof value;
}
