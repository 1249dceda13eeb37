import { BlockedError, NotObservableError } from './blocked';
import type { Scenario } from './scenario';

/**
 * Why a scenario ends where no token URL was handed out. For a bound title that is no surprise where the reading
 * deviceBinding.supported says that ExpressPlay binds nothing (C-03): then there is nothing to see.
 */
export function noGrant(
  { run }: Pick<Scenario, 'run'>,
  requestType: number,
  why: string,
): BlockedError | NotObservableError {
  if (requestType !== 3 || run.target.known.readings['deviceBinding.supported']) return new BlockedError(why);
  return new NotObservableError('the reading deviceBinding.supported says that there is no device binding');
}
