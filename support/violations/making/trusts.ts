import { AsyncLocalStorage } from 'node:async_hooks';
import type { Violation } from '../violation';
import type { Facts } from './answers';
import { jsonOf, parametersOf, serviceOf, withParameters, type Parameters, type Service } from './messages';

/**
 * SEES lets a text of its client's JSON into its calls to a service of ExpressPlay.
 * @param change the parameters as SEES sends them, from the right ones and the client's text
 */
export function seesTrusts(
  facts: Facts,
  property: string,
  service: Service,
  change: (parameters: Parameters, text: string) => Parameters,
): Violation {
  const asked = new AsyncLocalStorage<string>();
  return {
    ...facts,
    party: 'sees',
    sees: (handler, applied) => (request) => {
      const text = jsonOf(request)?.[property];
      if (typeof text !== 'string') return handler(request);
      applied();
      return asked.run(text, () => handler(request));
    },
    call: (call) => (request, options) => {
      const text = asked.getStore();
      if (text === undefined || serviceOf(request) !== service) return call(request, options);
      return call(withParameters(request, change(parametersOf(request), text)), options);
    },
  };
}
