import { errorCode } from './error-codes';
import { parseJson } from './json';

/** Where readers look first: no field name of the JSON error is documented (protocol facts, section 8). */
export const ERROR_CODE_PATHS: readonly string[] = ['errorCode', 'code', 'error.code', 'error', 'status.code'];

/**
 * The ExpressPlay error code that a JSON body reports: a number or a numeric string that is one of the documented codes,
 * looked for at `paths` (dots separate keys), then anywhere in the tree, upper levels first. `undefined` where there is
 * none or the text is no JSON. Never throws, whatever the depth.
 */
export function findErrorCode(text: string, paths: readonly string[] = ERROR_CODE_PATHS): number | undefined {
  const root = parseJson(text);
  for (const path of paths) {
    const code = codeOf(path.split('.').reduce(child, root));
    if (code !== undefined) return code;
  }
  // A queue, not recursion: an answer may be nested deeper than the stack is. It grows while it is read.
  const queue: unknown[] = [root];
  for (const value of queue) {
    const code = codeOf(value);
    if (code !== undefined) return code;
    if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) queue.push(inner);
  }
  return undefined;
}

/** The documented codes whose digits stand in a text (an HTML error page), in order of appearance, each once. */
export function mentionedErrorCodes(text: string): number[] {
  const codes = [...text.matchAll(/(?<![\w-])-\d{4}(?!\w)/g)].map(([digits]) => Number(digits));
  return [...new Set(codes.filter((code) => errorCode(code) !== undefined))];
}

function child(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}

function codeOf(value: unknown): number | undefined {
  if (typeof value === 'string' && !/^\s*-\d{4}\s*$/.test(value)) return undefined;
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  return errorCode(Number(value))?.code;
}
