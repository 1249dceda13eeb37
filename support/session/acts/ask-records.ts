import { TransportError, type Exchange, type Flaw, type RecordSelector, type RecordStimulus } from '../../exchange';
import { NotObservableError } from '../blocked';
import type { Player } from '../player';
import type { Scenario } from '../scenario';

export interface RecordQuestion {
  readonly selector: RecordSelector;
  /** Default: the one that SEES has; null leaves it out. */
  readonly authenticator?: string | null;
  readonly flaw?: Flaw;
  readonly twin?: number;
  /** Default: the player's own. */
  readonly cookie?: string;
}

/**
 * Asks the record service by any selector (EP-CN, EP-IT).
 * @throws {NotObservableError} when the harness may not ask
 */
export async function askRecords(scenario: Scenario, player: Player, question: RecordQuestion): Promise<Exchange> {
  const { expressplay, known } = scenario.run.target;
  const { selector, authenticator = known.customerAuthenticator, flaw, twin } = question;
  if (expressplay.record === undefined || authenticator === undefined) {
    throw new NotObservableError(
      'no record service is configured that the harness may ask (expressplay.recordUrl, expressplay.customerAuthenticator)',
    );
  }
  const cookie = question.cookie ?? player.cookie;
  const query = new URLSearchParams({
    ...(authenticator === null ? {} : { customerAuthenticator: authenticator }),
    ...selected(selector, cookie),
  }).toString();
  const request = {
    method: 'GET',
    url: query === '' ? expressplay.recordUrl : `${expressplay.recordUrl}?${query}`,
    headers: {},
    body: Buffer.alloc(0),
  };
  const stimulus: RecordStimulus = {
    kind: 'record',
    flow: player.name,
    cookie,
    registration: player.registration,
    selector,
    ...(flaw === undefined ? {} : { flaw }),
    ...(twin === undefined ? {} : { twin }),
  };
  await scenario.run.turn('expressplay');
  const exchange = scenario.journal.begin({
    operation: 'record',
    from: 'client',
    to: 'expressplay',
    request,
    stimulus,
  });
  try {
    exchange.answer(await expressplay.record(request, { signal: scenario.run.signal }));
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    exchange.fail(error);
  }
  return exchange;
}

function selected(selector: RecordSelector, cookie: string): Record<string, string> {
  switch (selector.kind) {
    case 'none':
      return {};
    case 'cookie':
      return { cookie: selector.cookie };
    case 'id':
      return { id: selector.eventId };
    case 'window':
      return { start: String(selector.start), length: String(selector.length) };
    case 'combined':
      return { cookie, start: '0', length: '2' };
  }
}
