import type { HttpRequest, SecretKind } from '../../exchange';
import type { Content } from '../../protocol';
import type { ExpressPlayControls } from '../../target';
import { ask, type AskOptions } from '../acts/ask';
import { BlockedError, NotObservableError } from '../blocked';
import type { Grant } from '../grant';
import type { Player } from '../player';
import type { Scenario } from '../scenario';
import { parametersIn } from '../upstream/parameters-in';
import { recordStory, type Cast, type RecordStory } from '../upstream/record-stories';
import { codeStory, tokenStory, type TokenStory } from '../upstream/token-stories';

/**
 * What SEES does with what ExpressPlay says: each request stands for a client of its own, so that nothing it could have kept
 * from an earlier one serves it, and each made-up answer holds for the whole exchange, so that SEES may retry.
 */
export class Upstream {
  constructor(private readonly scenario: Scenario) {}

  /** @throws {Error} when no story is told in these words */
  tokenStory(words: string): TokenStory {
    return tokenStory(words, this.#controls.elsewhere);
  }

  codeStory(code: number, format: 'json' | 'html'): TokenStory {
    return codeStory(code, format);
  }

  /** A registration request under a fresh cookie, with nothing in its way. */
  register(player: Player): Promise<Grant> {
    return this.#askToRegister(player, this.scenario.identities.cookie());
  }

  /** The same twice under one cookie, then under others, the last time with a message id of the first client. */
  async registerTwiceAndAnother(player: Player, other: Player): Promise<void> {
    const cookie = this.scenario.identities.cookie();
    const first = await this.#askToRegister(player, cookie);
    this.#mustBeGranted(first);
    await this.#askToRegister(player, cookie);
    await this.register(other);
    // A message id pairs an answer with its request; it says nothing of who asks.
    const { messageID } = first.stimulus;
    await this.#askToRegister(other, this.scenario.identities.cookie(), { messageID });
  }

  /** A registration request while the token service tells this story. */
  async registerDuring(player: Player, { upstream, sound, answer }: TokenStory): Promise<Grant> {
    const end = this.#controls.fault('token', (request, usual) => {
      // Some stories repeat what SEES sent, and the operator need not have told what that is.
      this.#learnSecretsOf(request);
      return answer(request, usual);
    });
    this.scenario.releases.push(end);
    try {
      return await this.#askToRegister(player, this.scenario.identities.cookie(), {
        upstream,
        ...(sound ? {} : { fault: upstream.sentence }),
      });
    } finally {
      end();
    }
  }

  /**
   * A bound title under a fresh cookie whose lookup is answered with this story.
   * @throws {NotObservableError} when the operator did not declare what record answers look like, or that there is no binding
   */
  async bindDuring(player: Player, words: string, title: Content): Promise<Grant> {
    const cookie = await this.#freshCookie(player);
    return this.#bind(player, title, cookie, recordStory(words, this.#cast(cookie)));
  }

  /**
   * One request for each story that the declared record service could tell.
   * @throws {NotObservableError} when it could tell none of them
   */
  async bindDuringEach(player: Player, stories: readonly string[], title: Content): Promise<void> {
    const told = stories.filter((words) => this.#couldBeTold(words));
    if (told.length === 0) {
      throw new NotObservableError(
        'the record service is declared to give the latest event alone (expressplay.record.mode)',
      );
    }
    for (const words of told) await this.bindDuring(player, words, title);
  }

  /**
   * A bound title under a fresh cookie while the token service tells this story.
   * @throws {NotObservableError} as `bindDuring`
   */
  async bindDuringTokenStory(player: Player, { upstream, sound, answer }: TokenStory, title: Content): Promise<Grant> {
    const cookie = await this.#freshCookie(player);
    const end = this.#controls.fault('token', (request, usual) => {
      this.#learnSecretsOf(request);
      return answer(request, usual);
    });
    this.scenario.releases.push(end);
    const more = { upstream, ...(sound ? {} : { fault: upstream.sentence }) };
    try {
      return await this.#bind(player, title, cookie, recordStory('a single event', this.#cast(cookie)), more);
    } finally {
      end();
    }
  }

  /** Two requests of one client, between which it registered another device. */
  async bindBeforeAndAfterAnotherDevice(player: Player, title: Content): Promise<void> {
    const cookie = await this.#freshCookie(player);
    const cast = this.#cast(cookie);
    await this.#bind(player, title, cookie, recordStory('a single event', cast));
    const again = 'two devices, one after the other';
    const { device, otherDevice } = cast;
    await this.#bind(player, title, cookie, recordStory(again, { ...cast, device: otherDevice, otherDevice: device }));
  }

  /** Each title for a time and, under a cookie of its own, bound to a device. */
  async askBothWays(player: Player, titles: readonly Content[]): Promise<void> {
    for (const title of titles) {
      await this.#ask(player, { requestType: 1, contentID: title.contentID });
      await this.bindDuring(player, 'a single event', title);
    }
  }

  /** Asks for a bound title with a cookie that is not the player's own, and that nobody registered. */
  bindWithLookAlike(player: Player, title: Content, cookie: string): Promise<Grant> {
    return this.#ask(player, { requestType: 3, contentID: title.contentID, cookie, registration: 'none' });
  }

  async #bind(
    player: Player,
    title: Content,
    cookie: string,
    story: RecordStory,
    more: Partial<AskOptions> = {},
  ): Promise<Grant> {
    const { upstream, sound, events, response, noAnswer } = story;
    const controls = this.#controls;
    const end = controls.fault('record', (request) => {
      if (noAnswer !== undefined) return { noAnswer };
      if (response !== undefined) return response;
      // A sound history is that of one cookie.
      return sound && cookieOf(request) !== cookie ? undefined : controls.records.answer(events ?? []);
    });
    this.scenario.releases.push(end);
    try {
      return await this.#ask(player, {
        requestType: 3,
        contentID: title.contentID,
        cookie,
        registration: 'redeemed',
        upstream,
        ...(sound ? {} : { fault: upstream.sentence }),
        ...more,
      });
    } finally {
      end();
    }
  }

  /** A cookie that SEES has seen registering, as far as it takes part in that. */
  async #freshCookie(player: Player): Promise<string> {
    if (!this.#controls.records.declared) {
      throw new NotObservableError('what record answers look like is not declared (expressplay.record)');
    }
    if (!this.scenario.run.target.known.readings['deviceBinding.supported']) {
      throw new NotObservableError('ExpressPlay binds no token to a device (reading deviceBinding.supported)');
    }
    const cookie = this.scenario.identities.cookie();
    this.#mustBeGranted(await this.#askToRegister(player, cookie));
    return cookie;
  }

  /** A record service that gives the latest event alone tells no long stories. */
  #couldBeTold(words: string): boolean {
    const { mode } = this.scenario.run.target.known.record;
    const nobody = { cookie: '', otherCookie: '', device: '', otherDevice: '' };
    return mode !== 'latest' || (recordStory(words, nobody).events?.length ?? 0) < 2;
  }

  #learnSecretsOf(request: HttpRequest): void {
    for (const { name, value } of parametersIn(request)) {
      const kind = SECRETS.get(name);
      if (kind !== undefined) this.scenario.run.redactor.learn(kind, value);
    }
  }

  #cast(cookie: string): Cast {
    const { identities, run } = this.scenario;
    const device = (): string => {
      const hu = identities.hu();
      run.redactor.learn('device', hu);
      return this.#controls.records.deviceId(hu);
    };
    return { cookie, otherCookie: identities.cookie(), device: device(), otherDevice: device() };
  }

  #askToRegister(player: Player, cookie: string, more: Partial<AskOptions> = {}): Promise<Grant> {
    const { contentID } = this.scenario.run.titles.registration;
    return this.#ask(player, { requestType: 2, contentID, cookie, ...more });
  }

  #ask(player: Player, options: AskOptions): Promise<Grant> {
    return ask(this.scenario, player, options);
  }

  #mustBeGranted({ url, exchange }: Grant): void {
    if (url !== undefined) return;
    const why = exchange.failure?.message ?? `HTTP ${String(exchange.response?.status ?? 0)}`;
    throw new BlockedError(`SEES did not grant a registration request (exchange ${String(exchange.number)}): ${why}`);
  }

  get #controls(): ExpressPlayControls {
    const { controls } = this.scenario.run.target;
    if (controls !== undefined) return controls;
    throw new NotObservableError('ExpressPlay is not played by the harness, so its answers cannot be chosen');
  }
}

function cookieOf(request: HttpRequest): string | undefined {
  return parametersIn(request).find(({ name }) => name === 'cookie')?.value;
}

const SECRETS: ReadonlyMap<string, SecretKind> = new Map<string, SecretKind>([
  ['customerAuthenticator', 'authenticator'],
  ['contentKey', 'contentKey'],
  ['iv', 'iv'],
  ['kek', 'kek'],
  ['ek', 'ek'],
]);
