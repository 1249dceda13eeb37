import type { Exchange, Journal } from '../../exchange';
import type { Known } from '../check';
import type { Finding } from '../finding';
import { couldNotTest, right, wrong } from '../reading';
import { whyUndecided } from '../sequence/no-decision';
import { answerInWords, holdsToken, tokenActsOf, tokenWasGiven, wordsFor, type TokenAct } from './acts';

/** A sound request has to be answered with a token, if the service gives any at all. */
export function judgeAccepted(journal: Journal, check: string, act: TokenAct, known: Known): Finding {
  const { exchange, stimulus } = act;
  if (tokenWasGiven(exchange)) return right(journal, check, `a token was given: ${wordsFor(act)}`, exchange);
  const undecided = whyUndecided(exchange);
  if (undecided !== undefined) {
    return couldNotTest(journal, check, `nothing was decided on ${wordsFor(act)}: ${undecided}`, exchange);
  }
  const twin = stimulus.twin === undefined ? undefined : journal.exchanges[stimulus.twin - 1];
  if (twin !== undefined && !tokenWasGiven(twin)) {
    const message = `no token for ${wordsFor(act)}, but none for the plainest request either (exchange ${twin.number})`;
    return couldNotTest(journal, check, message, exchange);
  }
  return wrong(journal, check, `no token for a sound request: ${wordsFor(act)}`, {
    expected: 'HTTP 200 with a token URL',
    observed: answerInWords(exchange, known),
    exchange,
  });
}

/**
 * A request with a fault brings no token. That counts only beside the sound request that it differs from in this one thing.
 * @param problemsOf what else is wrong with the refusal
 */
export function judgeRefused(
  journal: Journal,
  check: string,
  act: TokenAct,
  known: Known,
  problemsOf: (act: TokenAct) => readonly string[] = () => [],
): Finding {
  const { exchange } = act;
  if (holdsToken(exchange)) {
    return wrong(journal, check, `a token was given in spite of ${wordsFor(act)}`, {
      expected: 'a refusal without a token',
      observed: answerInWords(exchange, known),
      exchange,
    });
  }
  const doubt = whyUnproven(journal, act);
  if (doubt !== undefined) return couldNotTest(journal, check, `no token for ${wordsFor(act)}, but ${doubt}`, exchange);
  const problems = problemsOf(act);
  if (problems.length === 0) {
    return right(journal, check, `refused: ${wordsFor(act)}, ${answerInWords(exchange, known)}`, exchange);
  }
  return wrong(journal, check, `refused, but not as the documents say: ${wordsFor(act)}`, {
    expected: 'a documented status, the media type of the requested format, a description',
    observed: problems.join('; '),
    exchange,
  });
}

/** Why a refusal says nothing of its fault; undefined where it does. */
export function whyUnproven(journal: Journal, { exchange, stimulus }: TokenAct): string | undefined {
  const twin = stimulus.twin === undefined ? undefined : journal.exchanges[stimulus.twin - 1];
  if (twin === undefined) return 'no sound request was sent beside it';
  if (!tokenWasGiven(twin)) return `its sound twin (exchange ${twin.number}) brought none either`;
  const undecided = whyUndecided(exchange);
  if (undecided === undefined || closedOnTheFault(journal, exchange)) return undefined;
  return undecided;
}

/** No answer to the fault, but sound requests were answered before and after: that is how the service refuses it. */
function closedOnTheFault(journal: Journal, exchange: Exchange): boolean {
  if (exchange.failure === undefined || exchange.failure.failure === 'proxy') return false;
  const up = tokenActsOf(journal).filter((act) => act.stimulus.valid && tokenWasGiven(act.exchange));
  return (
    up.some((act) => act.exchange.number < exchange.number) && up.some((act) => act.exchange.number > exchange.number)
  );
}
