import { AsyncLocalStorage } from 'node:async_hooks';
import type { Violation } from '../violation';
import type { Facts } from './answers';
import {
  jsonOf,
  parametersOf,
  sameRequest,
  serviceOf,
  withParameters,
  type Parameters,
  type Service,
} from './messages';

/**
 * SEES lets a text of its client's JSON into its calls to a service of ExpressPlay.
 * @param change the parameters as SEES sends them, from the right ones and the client's text; the same ones where nothing is
 *   to go wrong
 */
export function seesTrusts(
  facts: Facts,
  property: string,
  service: Service,
  change: (parameters: Parameters, text: string) => Parameters,
): Violation {
  const asked = new AsyncLocalStorage<{ readonly text: string; calls: number }>();
  return {
    ...facts,
    party: 'sees',
    sees: (handler, applied) => async (request) => {
      const text = jsonOf(request)?.[property];
      if (typeof text !== 'string') return handler(request);
      const asking = { text, calls: 0 };
      const answer = await asked.run(asking, () => handler(request));
      // A grant without a call: the calls are made out of sight, by a SEES that this one only shadows.
      if (asking.calls === 0 && jsonOf(answer)?.isAllowed === true) applied();
      return answer;
    },
    call: (call, applied) => (request, options) => {
      const asking = asked.getStore();
      if (asking === undefined) return call(request, options);
      asking.calls += 1;
      if (serviceOf(request) !== service) return call(request, options);
      const right = parametersOf(request);
      const wrong = change(right, asking.text);
      if (wrong === right) return call(request, options);
      const changed = withParameters(request, wrong);
      if (!sameRequest(changed, request)) applied();
      return call(changed, options);
    },
  };
}
