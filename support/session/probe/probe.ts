import type { Exchange, TransportError } from '../../exchange';
import { grantedUrl } from '../../checks';
import type { Configuration } from '../../target';
import { ask } from '../acts/ask';
import { lookUp } from '../acts/look-up';
import type { Run } from '../run';
import { Scenario } from '../scenario';
import { adviceOnConnection } from './connection';
import { adviceOnExpressPlay } from './expressplay';
import { adviceOnSees } from './sees';

/** How often somebody is asked who accepts a connection and gives no answer. */
const TRIES = 2;

/**
 * Before the first scenario: is the target there, does TLS come about, and does one plain entitlement (type 1, of the title that
 * most scenarios ask for) come through? Judges nothing and leaves nothing behind: a type 1 request carries no cookie, and its
 * lookup is of a cookie of its own. Where nobody answers the run is ended early, so that it does not wait out one time limit
 * after the other; anything else is for scenarios to judge.
 * @returns one paragraph, redacted: what is wrong and what to change; undefined: nothing is
 */
export async function probe(run: Run, configuration: Configuration): Promise<string | undefined> {
  if (configuration.profile === 'stub' || configuration.sees.module !== undefined) return undefined;
  const scenario = new Scenario(run, { id: 'probe', name: 'the probe', requirements: [], steps: 0 });
  const advice = await probed(run, scenario, configuration);
  return advice === undefined ? undefined : run.redactor.text(advice);
}

async function probed(run: Run, scenario: Scenario, configuration: Configuration): Promise<string | undefined> {
  const unreachable = async (call: Exchange, failure: TransportError): Promise<string> => {
    const name = call.to === 'sees' ? 'SEES' : 'ExpressPlay';
    run.interrupt(`${name} cannot be reached; ${failure.message}`);
    return `${name} cannot be reached: ${failure.message}. ${await adviceOnConnection(call, failure, configuration)}`;
  };
  for (let tries = 1; ; tries += 1) {
    const { exchange } = await ask(scenario, scenario.player('the probe'), {
      requestType: 1,
      contentID: run.titles.main.contentID,
    });
    const dead = unanswered(scenario, exchange, configuration);
    if (dead?.failure === undefined)
      return (
        (await withRecords(run, scenario, exchange, unreachable)) ?? adviceOf(run, scenario, exchange, configuration)
      );
    if (dead.failure.failure === 'aborted') return undefined;
    if (isFinal(dead.failure) || tries === TRIES) return unreachable(dead, dead.failure);
  }
}

/** The call that nobody answered, of those whom the profile tests. */
function unanswered(scenario: Scenario, asked: Exchange, { profile }: Configuration): Exchange | undefined {
  const calls = scenario.journal.exchanges.filter(({ number }) => number >= asked.number);
  const watched = profile === 'expressplay' ? calls.filter(({ to }) => to === 'expressplay') : [asked];
  // An answer that was too large to be read to its end is one all the same.
  return watched.find(({ failure }) => failure !== undefined && failure.failure !== 'too-large');
}

/** Asking again would change nothing. */
function isFinal({ failure }: TransportError): boolean {
  return failure === 'refused' || failure === 'dns' || failure === 'tls';
}

/** The record service of a foreign ExpressPlay, where the harness may ask it. */
async function withRecords(
  run: Run,
  scenario: Scenario,
  asked: Exchange,
  unreachable: (call: Exchange, failure: TransportError) => Promise<string>,
): Promise<string | undefined> {
  const { target } = run;
  if (!target.underTest.has('expressplay') || target.expressplay.record === undefined) return undefined;
  if (target.known.customerAuthenticator === undefined) return undefined;
  for (let tries = 1; ; tries += 1) {
    const call = await lookUp(scenario, scenario.player('the probe'));
    const { failure } = call;
    if (failure === undefined || failure.failure === 'too-large' || failure.failure === 'aborted') return undefined;
    if (!isFinal(failure) && tries < TRIES) continue;
    // Whoever gave a token is there, and scenarios without records can be judged.
    if (grantedUrl(asked) === undefined) return unreachable(call, failure);
    return `The record service cannot be reached: ${failure.message}. Right: expressplay.recordUrl with the host, port and path of record retrieval.`;
  }
}

async function adviceOf(
  run: Run,
  scenario: Scenario,
  asked: Exchange,
  configuration: Configuration,
): Promise<string | undefined> {
  if (configuration.profile === 'expressplay') return adviceOnExpressPlay(scenario.journal);
  return adviceOnSees(run, scenario.journal, asked, configuration);
}
