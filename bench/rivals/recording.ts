import { tmpdir } from 'node:os';
import { codePlace, conduct, openRun } from '../../support/cli';
import type { Exchange, Operation } from '../../support/exchange';
import { tokenOf } from '../../support/protocol';
import { Engine, type Scenario } from '../../support/session';
import { loadConfiguration } from '../../support/target';

/**
 * A request of the harness, to be sent again. Texts hold `{{sees}}` and `{{expressplay}}` for origins, and `{{token7}}` for
 * the token that the answer to request 7 of the same scenario brings along.
 */
export interface RecordedRequest {
  /** From 1 on, in its scenario. */
  readonly number: number;
  readonly operation: Operation;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The token in its answer is sent along with a later request. */
  handsOut: boolean;
}

export interface RecordedScenario {
  readonly feature: string;
  readonly name: string;
  readonly requests: readonly RecordedRequest[];
}

/** What the harness sends in a run over sockets, both doubles being its own. */
export interface Recording {
  readonly seed: number;
  readonly nonce: string;
  /** When, milliseconds since the epoch; the doubles' time stood still. */
  readonly atMs: number;
  readonly scenarios: readonly RecordedScenario[];
  /** Requests of the harness, all of them. */
  readonly sent: number;
  /** With the calls of SEES to ExpressPlay. */
  readonly exchanges: number;
  /** What our checks said about those requests and their answers alone. */
  readonly judged: number;
  /** What they said about the calls of SEES to ExpressPlay, which no outside client sees. */
  readonly judgedBehind: number;
  /** What no answer may hold: the authenticator, and the key of each title by its id; hex. */
  readonly authenticator: string;
  readonly keys: ReadonlyMap<string, string>;
}

const SEED = 1;
const NONCE = 'be7cbe7cbe7cbe7c';

/** Runs the suite with `--hosting port` and listens. */
export async function record(): Promise<Recording> {
  const options = { hosting: 'port', seed: SEED, nonce: NONCE };
  const configuration = loadConfiguration({ env: {}, cwd: tmpdir(), options });
  const run = await openRun(configuration, []);
  const atMs = run.target.clock.now();
  const begun: Scenario[] = [];
  const begin = run.begin.bind(run);
  run.begin = (...given) => {
    const scenario = begin(...given);
    begun.push(scenario);
    return scenario;
  };
  try {
    await conduct(configuration, run, new Engine(codePlace()));
  } finally {
    await run.target.close();
  }
  const { origin } = new URL(run.target.expressplay.tokenUrl);
  const scenarios = begun.map(({ meta, journal }) => {
    const tape = new Tape(origin);
    const requests = journal.exchanges.filter(isOurs).map((exchange) => tape.add(exchange));
    return { feature: meta.id.replace(/#.*/su, ''), name: meta.name, requests };
  });
  const shown = begun.flatMap(({ findings, journal }) =>
    findings.flatMap(({ exchange = 0 }) => journal.exchanges[exchange - 1] ?? []),
  );
  return {
    seed: SEED,
    nonce: NONCE,
    atMs,
    scenarios,
    sent: scenarios.reduce((sum, { requests }) => sum + requests.length, 0),
    exchanges: begun.reduce((sum, { journal }) => sum + journal.exchanges.length, 0),
    judged: shown.filter(isOurs).length,
    judgedBehind: shown.filter((exchange) => !isOurs(exchange)).length,
    authenticator: configuration.expressplay.customerAuthenticator ?? '',
    keys: new Map(configuration.sees.contents.map(({ contentID, contentKey }) => [contentID, contentKey])),
  };
}

/** Sent by the harness itself, and not by SEES. */
function isOurs({ stimulus }: Exchange): boolean {
  return stimulus !== undefined;
}

/** The requests of one scenario. */
class Tape {
  /** Who handed out a token, by its text. */
  readonly #tokens = new Map<string, RecordedRequest>();
  #count = 0;

  constructor(private readonly expressplay: string) {}

  add({ operation, request, response }: Exchange): RecordedRequest {
    const recorded: RecordedRequest = {
      number: (this.#count += 1),
      operation,
      method: request.method,
      url: this.#withVariables(this.#withOrigin(request.url)),
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, this.#withVariables(value)]),
      ),
      body: request.body,
      handsOut: false,
    };
    const token = response === undefined ? undefined : tokenIn(operation, response.body.toString());
    if (token !== undefined) this.#tokens.set(token, recorded);
    return recorded;
  }

  /** Whatever is not ExpressPlay is a way to SEES: over TLS there, over the plain one here. */
  #withOrigin(url: string): string {
    const { origin } = new URL(url);
    return (origin === this.expressplay ? '{{expressplay}}' : '{{sees}}') + url.slice(origin.length);
  }

  #withVariables(text: string): string {
    let varied = text;
    for (const [token, from] of this.#tokens) {
      if (!varied.includes(token)) continue;
      varied = varied.replaceAll(token, `{{token${from.number}}}`);
      from.handsOut = true;
    }
    return varied;
  }
}

/** As it is spelled in the URL of an answer; undefined: none was given. */
export function tokenIn(operation: Operation, body: string): string | undefined {
  if (operation === 'token') return tokenOf(body.trim());
  if (operation !== 'entitlement') return undefined;
  try {
    const { epTokenURL } = JSON.parse(body) as { epTokenURL?: unknown };
    return typeof epTokenURL === 'string' ? tokenOf(epTokenURL) : undefined;
  } catch {
    return undefined;
  }
}
