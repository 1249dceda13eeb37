import type { Exchange, Flaw, RecordSelector, RecordStimulus } from '../../exchange';
import type { Player } from '../player';
import type { Scenario } from '../scenario';
import { askRecordService } from './record-service';

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
  const { customerAuthenticator } = scenario.run.target.known;
  const { selector, authenticator = customerAuthenticator, flaw, twin, cookie = player.cookie } = question;
  const stimulus: RecordStimulus = {
    kind: 'record',
    flow: player.name,
    cookie,
    registration: player.registration,
    selector,
    ...(flaw === undefined ? {} : { flaw }),
    ...(twin === undefined ? {} : { twin }),
  };
  return askRecordService(scenario, authenticator, selected(selector, cookie), stimulus);
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
