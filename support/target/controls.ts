import { ConnectionFault, type Handler, type HttpRequest, type HttpResponse, type ShiftableClock } from '../exchange';
import type { AccountState, ExpressPlayService } from '../reference';
import { operationOf } from './journalling';
import type { ExpressPlayControls, MadeUpAnswer } from './target';

interface Fault {
  readonly operation: string;
  readonly answer: MadeUpAnswer;
  /** Resolves when the fault is ended. */
  readonly over: Promise<void>;
}

export interface Surroundings {
  readonly clock: ShiftableClock;
  readonly accountsInStates: ReadonlyMap<AccountState, string>;
  readonly records: ExpressPlayControls['records'];
  readonly elsewhere: string;
}

/** The knobs of our own ExpressPlay, and the handler that obeys them. */
export function controlled(
  service: ExpressPlayService,
  { clock, accountsInStates, records, elsewhere }: Surroundings,
): { handler: Handler; controls: ExpressPlayControls } {
  const faults = new Map<symbol, Fault>();
  const handler: Handler = async (request) => {
    const operation = operationOf(request.url);
    for (const fault of faults.values()) {
      const answer = fault.operation === operation ? await answerOf(fault, request, service) : undefined;
      if (answer !== undefined) return answer;
    }
    return service.handle(request);
  };
  const controls: ExpressPlayControls = {
    fault: (operation, answer) => {
      const key = Symbol(operation);
      let end: () => void = () => undefined;
      const over = new Promise<void>((resolve) => (end = resolve));
      faults.set(key, { operation, answer, over });
      return () => {
        faults.delete(key);
        end();
      };
    },
    records,
    elsewhere,
    holdRecords: () => service.history.holdNewEvents(),
    shift: (token, seconds) => clock.shift(token, seconds),
    limitOf: (token) => service.issued(token)?.expiresAtMs,
    issuedAt: (token) => service.issued(token)?.issuedAtMs,
    accountsInStates,
    otherDrmToken: () => service.otherDrmToken(),
    otherEnvironmentToken: () => service.otherEnvironmentToken(),
  };
  return { handler, controls };
}

/** @throws {ConnectionFault} where the fault is to give no answer */
async function answerOf(
  { answer, over }: Fault,
  request: HttpRequest,
  service: ExpressPlayService,
): Promise<HttpResponse | undefined> {
  const made = await answer(request, () => service.handle(request));
  if (made !== undefined && 'noAnswer' in made) throw new ConnectionFault(made.noAnswer, over);
  return made;
}
