import Module, { createRequire } from 'node:module';
import type * as axios from 'axios';

/** Loaded for the first way over sockets: what only describes exchanges never has one. */
export function loadedAxios(): typeof axios.default {
  return (require('axios') as typeof axios).default;
}

/** What axios looks at while it is loaded, to be ready for calls by fetch. Node loads a whole client of its own for it. */
const OF_FETCH = ['fetch', 'Request', 'Response', 'FormData', 'ReadableStream'];

/** What it makes multipart forms with, where there is such a thing: it brings along 50 modules. */
const FORMS = 'form-data';

/**
 * Loads axios as for a platform that has neither fetch nor forms, which transports never use and which take longer to load than
 * all the rest. For processes in which nobody else has axios: such calls and forms are unknown to it from then on.
 */
export function loadAxiosWithoutFetch(): void {
  const hidden = OF_FETCH.flatMap((name) => {
    const descriptor = Object.getOwnPropertyDescriptor(globalThis, name);
    return descriptor?.configurable === true ? [[name, descriptor] as const] : [];
  });
  try {
    for (const [name] of hidden) Object.defineProperty(globalThis, name, { configurable: true, value: undefined });
    withNothingAt(placeOfForms(), loadedAxios);
  } finally {
    for (const [name, descriptor] of hidden) Object.defineProperty(globalThis, name, descriptor);
  }
}

/** Undefined: axios has no such thing. */
function placeOfForms(): string | undefined {
  try {
    return createRequire(require.resolve('axios')).resolve(FORMS);
  } catch {
    return undefined;
  }
}

/** Meanwhile whoever asks for this module gets nothing, unless it is loaded. */
function withNothingAt(path: string | undefined, act: () => void): void {
  if (path === undefined || require.cache[path] !== undefined) {
    act();
    return;
  }
  require.cache[path] = Object.assign(new Module(path), { loaded: true, exports: undefined });
  try {
    act();
  } finally {
    Reflect.deleteProperty(require.cache, path);
  }
}
