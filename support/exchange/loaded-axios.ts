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
  const forms = createRequire(require.resolve('axios')).resolve(FORMS);
  const loaded = require.cache[forms];
  try {
    for (const [name] of hidden) Object.defineProperty(globalThis, name, { configurable: true, value: undefined });
    require.cache[forms] ??= nothingOf(forms);
    loadedAxios();
  } finally {
    if (loaded === undefined) Reflect.deleteProperty(require.cache, forms);
    for (const [name, descriptor] of hidden) Object.defineProperty(globalThis, name, descriptor);
  }
}

/** A module that is loaded and hands on nothing. */
function nothingOf(path: string): NodeJS.Module {
  return Object.assign(new Module(path), { loaded: true, exports: undefined });
}
