import type { EntitlementStimulus, Exchange, HttpRequest, Journal, Operation } from '../exchange';
import { parseParameters, queryOf, tokenOf, type Content } from '../protocol';
import { looksLike } from './looks-like';

/** What a call of SEES can be known by, beside its cookie. */
export interface Marks {
  readonly contents: readonly Content[];
  readonly customerAuthenticator: string | undefined;
}

/** An entitlement request of a scenario that SEES may call for. */
interface Flow {
  readonly journal: Journal;
  readonly startTick: number;
  readonly stimulus: EntitlementStimulus;
  /** Not answered yet, or given up by the client: SEES may still be at work on it. */
  readonly waiting: boolean;
}

/** Tokens and cookies of that many calls are remembered. */
const REMEMBERED = 1000;

/**
 * Tells whose a call is that reaches the played ExpressPlay: of the scenario whose cookie or title it bears, or of nobody here.
 *
 * A cookie that SEES altered on its way is still that cookie, and whatever SEES calls for a title that is being asked for is a
 * call for it: what SEES does wrong has to show in the scenario. A call with the right authenticator and nothing else that is
 * known belongs to a request under way that still lacks a call of this kind, if it names no cookie, or to one that is wrong on
 * purpose, because what SEES makes of it nobody can foresee. All others belong to nobody.
 */
export class Belonging {
  readonly #aliases = new Map<string, Journal>();
  readonly #tokens = new Map<string, Journal>();

  constructor(private readonly marks: Marks) {}

  /** @param journals of the scenarios that are remembered, the latest first; undefined: the call belongs to none */
  ownerOf(request: HttpRequest, operation: Operation, journals: readonly Journal[]): Journal | undefined {
    const parameters = [...parseParameters(queryOf(request.url)), ...parseParameters(formOf(request))];
    const valueOf = (name: string): string | undefined => parameters.find((one) => one.name === name)?.value;
    const token = operation === 'license' ? tokenOf(request.url) : undefined;
    const issuedFor = token === undefined ? undefined : this.#tokens.get(token);
    if (issuedFor !== undefined) return issuedFor;
    const flows = journals.flatMap(flowsOf);
    const cookie = valueOf('cookie');
    const titles = this.#titlesOf(request);
    const byCookie = cookie === undefined ? undefined : this.#byCookie(cookie, titles, flows);
    if (byCookie !== undefined) return byCookie;
    const waiting = flows.filter((flow) => flow.waiting);
    const right = valueOf('customerAuthenticator') === this.marks.customerAuthenticator;
    const asking = waiting.find(({ stimulus }) => titles.has(stimulus.contentID));
    if (asking !== undefined) {
      if (cookie !== undefined) remember(this.#aliases, cookie, asking.journal);
      return asking.journal;
    }
    if (!right) return undefined;
    if (cookie === undefined) {
      // A known title that nobody waits for: late, or ahead of time.
      const served = titles.size > 0 ? (waiting[0]?.journal ?? journals[0]) : undefined;
      return served ?? waiting.find((flow) => lacks(flow, operation))?.journal;
    }
    return waiting.find(({ stimulus }) => !stimulus.valid)?.journal;
  }

  /** A token went out in answer to a call of this journal: who redeems it acts there. */
  issued(token: string, journal: Journal): void {
    remember(this.#tokens, token, journal);
  }

  #byCookie(cookie: string, titles: ReadonlySet<string>, flows: readonly Flow[]): Journal | undefined {
    const exact = flows.filter(({ stimulus }) => stimulus.cookie === cookie);
    const alike = exact.length > 0 ? exact : flows.filter(({ stimulus }) => looksLike(stimulus.cookie, cookie));
    const waiting = alike.filter((flow) => flow.waiting);
    const best = waiting.find(({ stimulus }) => titles.has(stimulus.contentID)) ?? waiting[0] ?? alike[0];
    return best?.journal ?? this.#aliases.get(cookie);
  }

  /** Titles that the key, the key's name or the IV of a call is one of. */
  #titlesOf(request: HttpRequest): ReadonlySet<string> {
    const sent = new Set(
      [...parseParameters(queryOf(request.url)), ...parseParameters(formOf(request))]
        .filter(({ name }) => MATERIAL.includes(name))
        .map(({ value }) => value.toLowerCase()),
    );
    if (sent.size === 0) return NO_TITLES;
    const names = ({ contentKey, iv, kid, kek, ek }: Content): string[] =>
      [contentKey, iv, kid, kek, ek].flatMap((text) => (text === undefined ? [] : [text.toLowerCase()]));
    const found = this.marks.contents.filter((content) => names(content).some((text) => sent.has(text)));
    return new Set(found.map(({ contentID }) => contentID));
  }
}

const MATERIAL: readonly string[] = ['contentKey', 'iv', 'kid', 'kek', 'ek'];
const NO_TITLES: ReadonlySet<string> = new Set();

/** The latest first. */
function flowsOf(journal: Journal): Flow[] {
  return journal.exchanges
    .flatMap((exchange): Flow[] => {
      const { stimulus } = exchange;
      if (stimulus?.kind !== 'entitlement') return [];
      return [{ journal, startTick: exchange.startTick, stimulus, waiting: isWaiting(exchange) }];
    })
    .reverse();
}

/** No call of this kind has come since. */
function lacks({ journal, startTick }: Flow, operation: Operation): boolean {
  return !journal.exchanges.some(
    (call) => call.from === 'sees' && call.operation === operation && call.startTick > startTick,
  );
}

function isWaiting({ endTick, failure }: Exchange): boolean {
  return endTick === undefined || failure?.failure === 'aborted' || failure?.failure === 'timeout';
}

/** Read as a form whatever it says to be: that it does not say so is for checks to judge. */
function formOf({ method, body }: HttpRequest): string {
  return method === 'GET' || body.length > LONGEST_FORM ? '' : body.toString('utf8');
}

const LONGEST_FORM = 65_536;

function remember(map: Map<string, Journal>, key: string, journal: Journal): void {
  map.set(key, journal);
  if (map.size > REMEMBERED) map.delete([...map.keys()][0] ?? '');
}
