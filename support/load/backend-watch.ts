import type { Clock, Exchange, Redactor } from '../exchange';
import {
  deviceRestriction,
  identityOf,
  keyBelongsTo,
  parametersOf,
  recordsOf,
  tokenAnswer,
  type Known,
} from '../checks';
import type { Content } from '../protocol';
import type { Crossings } from './crossings';
import type { Flow } from './flow';
import { digest, type Owners } from './owners';
import { PassingJournal } from './passing-journal';

/** What SEES asked for when it got a token. */
interface Source {
  /** Whose cookie it named; undefined: nobody's of ours. */
  readonly owner: Flow | undefined;
  readonly names: 'device' | 'no device';
}

export interface BackendWatchParts {
  readonly owners: Owners;
  readonly crossings: Crossings;
  readonly known: Known;
  readonly registration: Content;
  readonly clock: Clock;
  readonly redactor: Redactor;
  /** Told how long an answered call took, where SEES is ours and so the time is ExpressPlay's. */
  readonly took: (operation: 'token' | 'record', ms: number) => void;
  readonly elapsedMs: () => number;
}

/** SEES' calls to ExpressPlay: judged when their answer is there, and let go. What stays of each is whose it was. */
export class BackendWatch extends PassingJournal {
  readonly #sources = new Map<string, Source>();
  readonly #parts: BackendWatchParts;

  constructor(parts: BackendWatchParts) {
    super(parts.clock, parts.redactor, parts.elapsedMs);
    this.#parts = parts;
  }

  /** The token request that brought this URL; undefined where that leg was not seen. */
  sourceOf(url: string): Source | undefined {
    return this.#sources.get(digest(identityOf(url)));
  }

  protected override ended(exchange: Exchange, ms: number): void {
    const { operation } = exchange;
    if (operation === 'record') this.#record(exchange);
    if (operation === 'token') this.#token(exchange);
    if (exchange.response !== undefined && (operation === 'token' || operation === 'record')) {
      this.#parts.took(operation, ms);
    }
  }

  #record(exchange: Exchange): void {
    const { owners, known } = this.#parts;
    const asked = parametersOf(exchange).get('cookie');
    for (const { deviceId, failed, cookie = asked } of recordsOf(exchange, known.record) ?? []) {
      if (deviceId !== undefined && !failed && cookie !== undefined) owners.recorded(deviceId, cookie);
    }
  }

  #token(exchange: Exchange): void {
    const { owners, crossings, known, registration } = this.#parts;
    const parameters = parametersOf(exchange);
    const cookie = parameters.get('cookie');
    const owner = cookie === undefined ? undefined : owners.ofCookie(cookie);
    const devices = deviceRestriction(parameters, known.readings);
    const url = tokenAnswer(exchange);
    if (url !== undefined) {
      this.#sources.set(digest(identityOf(url)), { owner, names: devices.length > 0 ? 'device' : 'no device' });
    }
    if (owner === undefined || cookie === undefined) return;
    for (const { value } of devices) {
      const other = owners.ofDevice(value);
      const recorded = owners.cookiesOf(value);
      const isOwn = other === undefined ? recorded.size === 0 || recorded.has(cookie) : other.name === owner.name;
      if (isOwn) continue;
      const whose = other === undefined ? 'a device recorded for another cookie' : `the device of ${other.name}`;
      crossings.add('device', owner.name, `SEES asked for a token with the cookie of ${owner.name} and ${whose}`);
    }
    // With a device it is the title's token, without one the registration's; a service that cannot bind tells them apart by nothing.
    const fits = [owner.title, registration].map((content) => keyBelongsTo(parameters, content));
    if (fits.includes(true) || !fits.includes(false)) return;
    crossings.add(
      'key',
      owner.name,
      `SEES asked for a token with the cookie of ${owner.name} and the key of another title`,
    );
  }
}
