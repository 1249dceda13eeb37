import type { Run } from './run';

type Definition = (this: unknown, ...given: unknown[]) => unknown;

/** Wraps a step or hook: an error that leaves it, whoever made it, holds none of the run's secrets in text or stack. */
export function withoutSecrets(run: () => Pick<Run, 'redactor'> | undefined): (definition: Definition) => Definition {
  const rethrow = (error: unknown): never => {
    throw cleared(error, run());
  };
  return (definition) => {
    const wrapped: Definition = function (...given) {
      try {
        const returned = definition.apply(this, given);
        return returned instanceof Promise ? returned.catch(rethrow) : returned;
      } catch (error) {
        return rethrow(error);
      }
    };
    // Cucumber counts the parameters.
    return Object.defineProperty(wrapped, 'length', { value: definition.length });
  };
}

function cleared(error: unknown, run: Pick<Run, 'redactor'> | undefined): unknown {
  if (run === undefined) return error;
  const { redactor } = run;
  if (typeof error === 'string') return redactor.text(error);
  if (!(error instanceof Error)) return error;
  const seen = new Set<unknown>();
  for (let one: unknown = error; one instanceof Error && !seen.has(one); one = one.cause) {
    seen.add(one);
    clear(one, redactor);
  }
  return error;
}

/** Fields beside text and stack are printed too (`{ code, config: ... }`), so what is no plain value goes. */
function clear(error: Error, redactor: Run['redactor']): void {
  const { message, stack } = error;
  for (const [key, value] of Object.entries(error)) {
    if (typeof value === 'string') set(error, key, redactor.text(value));
    else if (typeof value === 'object' && value !== null && !(value instanceof Error)) set(error, key, undefined);
  }
  set(error, 'message', redactor.text(message));
  if (stack !== undefined) set(error, 'stack', redactor.text(stack));
}

function set(error: Error, key: string, value: unknown): void {
  Object.defineProperty(error, key, { value, writable: true, configurable: true, enumerable: false });
}
