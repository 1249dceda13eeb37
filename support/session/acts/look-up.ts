import { TransportError, type Exchange } from '../../exchange';
import type { RecordFormat } from '../../checks';
import { recordsOf } from '../../checks';
import { NotObservableError } from '../blocked';
import type { Player } from '../player';
import type { Scenario } from '../scenario';

/** The device id that a record answer names; undefined when it names none. */
export function recordedDevice(exchange: Exchange, format: RecordFormat): string | undefined {
  return recordsOf(exchange, format)?.find((event) => event.deviceId !== undefined && !event.failed)?.deviceId;
}

/**
 * Asks the record service for a player's cookie, as SEES does (B7).
 * @throws {NotObservableError} when the harness may not ask
 */
export async function lookUp(scenario: Scenario, player: Player): Promise<Exchange> {
  const { expressplay, known } = scenario.run.target;
  if (expressplay.record === undefined || known.customerAuthenticator === undefined) {
    throw new NotObservableError(
      'no record service is configured that the harness may ask (expressplay.recordUrl, expressplay.customerAuthenticator)',
    );
  }
  const query = new URLSearchParams({ customerAuthenticator: known.customerAuthenticator, cookie: player.cookie });
  const request = {
    method: 'GET',
    url: `${expressplay.recordUrl}?${query.toString()}`,
    headers: {},
    body: Buffer.alloc(0),
  };
  await scenario.run.turn('expressplay');
  const exchange = scenario.journal.begin({
    operation: 'record',
    from: 'client',
    to: 'expressplay',
    request,
    stimulus: { kind: 'record', flow: player.name, cookie: player.cookie, registration: player.registration },
  });
  try {
    exchange.answer(await expressplay.record(request, { signal: scenario.run.signal }));
  } catch (error) {
    if (!(error instanceof TransportError)) throw error;
    exchange.fail(error);
  }
  return exchange;
}
