import type { Handler, HttpRequest, HttpResponse, ShiftableClock } from '../exchange';
import type { ExpressPlayService } from '../reference';
import { operationOf } from './journalling';
import type { ExpressPlayControls } from './target';

type Answer = (request: HttpRequest) => HttpResponse | undefined;

/** The knobs of our own ExpressPlay, and the handler that obeys them. */
export function controlled(
  service: ExpressPlayService,
  clock: ShiftableClock,
): { handler: Handler; controls: ExpressPlayControls } {
  const faults = new Map<symbol, { operation: string; answer: Answer }>();
  const handler: Handler = async (request) => {
    const operation = operationOf(request.url);
    for (const fault of faults.values()) {
      const answer = fault.operation === operation ? fault.answer(request) : undefined;
      if (answer !== undefined) return answer;
    }
    return service.handle(request);
  };
  const controls: ExpressPlayControls = {
    fault: (operation, answer) => {
      const key = Symbol(operation);
      faults.set(key, { operation, answer });
      return () => {
        faults.delete(key);
      };
    },
    holdRecords: () => service.history.holdNewEvents(),
    shift: (token, seconds) => clock.shift(token, seconds),
    limitOf: (token) => service.issued(token)?.expiresAtMs,
  };
  return { handler, controls };
}
