import { seesReadsJson, type Json } from '../making';
import type { Violation } from '../violation';

/** One property of the request, read as something else than it says. */
interface Misreading {
  readonly property: string;
  /** Values that are misread; undefined: the property is not there. */
  readonly where: (value: unknown, request: Json) => boolean;
  /** What SEES takes it for. */
  readonly as: (value: unknown, request: Json) => unknown;
  readonly breaks: readonly string[];
  readonly consequences?: readonly string[];
  readonly settings?: Readonly<Record<string, unknown>>;
}

export function reads(id: string, sentence: string, misreading: Misreading): Violation {
  const { property, where, as, breaks, consequences = [], settings } = misreading;
  const facts = { id, sentence, breaks, consequences, ...(settings === undefined ? {} : { settings }) };
  return seesReadsJson(facts, (request) => {
    const value = request[property];
    return where(value, request) ? { ...request, [property]: as(value, request) } : request;
  });
}

/** Where the property has this value, or is not there (undefined). */
export const is =
  (expected: unknown) =>
  (value: unknown): boolean =>
    value === expected;

export const isArray = (value: unknown): boolean => Array.isArray(value);

export const asText = (value: unknown): string => String(value);
