import type { Exchange } from '../../exchange';
import type { RecordFormat } from '../../checks';
import { recordsOf } from '../../checks';
import type { Player } from '../player';
import type { Scenario } from '../scenario';
import { askRecordService } from './record-service';

/** The device id that a record answer names; undefined when it names none. */
export function recordedDevice(exchange: Exchange, format: RecordFormat): string | undefined {
  return recordsOf(exchange, format)?.find((event) => event.deviceId !== undefined && !event.failed)?.deviceId;
}

/**
 * Asks the record service for a player's cookie, as SEES does (B7).
 * @throws {NotObservableError} when the harness may not ask
 */
export async function lookUp(scenario: Scenario, player: Player): Promise<Exchange> {
  const { name: flow, cookie, registration } = player;
  const { customerAuthenticator } = scenario.run.target.known;
  return askRecordService(scenario, customerAuthenticator, { cookie }, { kind: 'record', flow, cookie, registration });
}
