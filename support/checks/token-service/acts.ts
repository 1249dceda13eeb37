import type { Exchange, Flaw, HttpResponse, Journal, TokenStimulus } from '../../exchange';
import { findErrorCode } from '../../protocol';
import type { Known } from '../check';
import { issuedToken, mediaType, rememberedFor, rememberedOf } from '../reading';

/** A token request of the harness itself. */
export interface TokenAct {
  readonly exchange: Exchange;
  readonly stimulus: TokenStimulus;
}

/** Every token request of the harness, in the order of sending. */
export const tokenActsOf: (journal: Journal) => readonly TokenAct[] = rememberedOf((journal) =>
  journal.exchanges.flatMap((exchange) =>
    exchange.stimulus?.kind === 'token' ? { exchange, stimulus: exchange.stimulus } : [],
  ),
);

/** Sound requests that differ from the plainest one, by the parameter they are about. */
export function variationsOf(journal: Journal, ...parameters: readonly string[]): TokenAct[] {
  return tokenActsOf(journal).filter(
    ({ stimulus }) => stimulus.valid && parameters.some((parameter) => isAbout(stimulus.variation, parameter)),
  );
}

/** Requests with a fault. */
export const faultsOf: (journal: Journal) => readonly TokenAct[] = rememberedOf((journal) =>
  tokenActsOf(journal).filter(({ stimulus }) => stimulus.flaw !== undefined),
);

/** Faults are named `<parameter>-<value>`. */
export function isAbout(flaw: Flaw | undefined, parameter: string): boolean {
  return flaw !== undefined && (flaw.id === parameter || flaw.id.startsWith(`${parameter}-`));
}

/** The token service answered with a URL that holds a token. */
export function tokenWasGiven(exchange: Exchange): boolean {
  return (issuedToken(exchange) ?? '') !== '';
}

/** A token stands anywhere in the answer, whatever its status: what a refusal must never hold. */
export function holdsToken(exchange: Exchange): boolean {
  const { response } = exchange;
  return response !== undefined && (tokenWasGiven(exchange) || namesToken(response));
}

const namesToken = rememberedFor(({ headers, body }: HttpResponse) =>
  [...Object.values(headers), body.toString('utf8')].some((text) => /ExpressPlayToken(?:=|%3D)[\w%-]/i.test(text)),
);

/** The code that a JSON error tells; HTML is never searched. */
export function codeIn(exchange: Exchange, known: Known): number | undefined {
  const { response } = exchange;
  if (response === undefined || mediaType(response.headers) === 'text/html') return undefined;
  return findErrorCode(response.body.toString('utf8'), known.readings['errors.jsonPaths']);
}

/** Status and code, never a word of the body. */
export function answerInWords(exchange: Exchange, known: Known): string {
  if (exchange.failure !== undefined) return exchange.failure.message;
  if (exchange.response === undefined) return 'no answer';
  const code = codeIn(exchange, known);
  const status = `HTTP ${exchange.response.status}`;
  if (holdsToken(exchange)) return `${status} with a token`;
  return code === undefined ? status : `${status} with the code ${code}`;
}

/** The fault (or the variation) in words. */
export function wordsFor({ stimulus, exchange }: TokenAct): string {
  const what = (stimulus.flaw ?? stimulus.variation)?.sentence ?? stimulus.purpose;
  return `${what} (exchange ${exchange.number})`;
}
