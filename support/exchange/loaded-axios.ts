import type * as axios from 'axios';

/** Loaded for the first way over sockets: what only describes exchanges never has one. */
export function loadedAxios(): typeof axios.default {
  return (require('axios') as typeof axios).default;
}

/** What axios looks at while it is loaded, to be ready for calls by fetch. Node loads a whole client of its own for it. */
const OF_FETCH = ['fetch', 'Request', 'Response', 'FormData', 'ReadableStream'];

/**
 * Loads axios as for a platform that has no fetch, which transports never use and which takes as long to load as all the rest.
 * For processes in which nobody else has axios: such calls, and forms of that platform, are unknown to it from then on.
 */
export function loadAxiosWithoutFetch(): void {
  const hidden = OF_FETCH.flatMap((name) => {
    const descriptor = Object.getOwnPropertyDescriptor(globalThis, name);
    return descriptor?.configurable === true ? [[name, descriptor] as const] : [];
  });
  try {
    for (const [name] of hidden) Object.defineProperty(globalThis, name, { configurable: true, value: undefined });
    loadedAxios();
  } finally {
    for (const [name, descriptor] of hidden) Object.defineProperty(globalThis, name, descriptor);
  }
}
