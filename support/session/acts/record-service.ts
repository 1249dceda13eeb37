import type { Exchange, RecordStimulus } from '../../exchange';
import { NotObservableError } from '../blocked';
import type { Scenario } from '../scenario';
import { settle } from './settle';

/**
 * Sends one record request with these parameters (B7).
 * @param authenticator null leaves it out; undefined: none is known
 * @throws {NotObservableError} when the harness may not ask
 */
export async function askRecordService(
  scenario: Scenario,
  authenticator: string | null | undefined,
  parameters: Readonly<Record<string, string>>,
  stimulus: RecordStimulus,
): Promise<Exchange> {
  const { record: call, recordUrl } = scenario.run.target.expressplay;
  if (call === undefined || authenticator === undefined) {
    throw new NotObservableError(
      'no record service is configured that the harness may ask (expressplay.recordUrl, expressplay.customerAuthenticator)',
    );
  }
  const query = new URLSearchParams({
    ...(authenticator === null ? {} : { customerAuthenticator: authenticator }),
    ...parameters,
  }).toString();
  const request = {
    method: 'GET',
    url: query === '' ? recordUrl : `${recordUrl}?${query}`,
    headers: {},
    body: Buffer.alloc(0),
  };
  await scenario.run.turn('expressplay');
  const exchange = scenario.journal.begin({
    operation: 'record',
    from: 'client',
    to: 'expressplay',
    request,
    stimulus,
  });
  await settle(exchange, call(request, { signal: scenario.run.signal }));
  return exchange;
}
