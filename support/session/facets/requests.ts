import type { Flaw } from '../../exchange';
import { ask, type AskOptions } from '../acts/ask';
import { redeem } from '../acts/redeem';
import { askForRegistration, recordToShow, register } from '../acts/register';
import { licenseWasGranted } from '../../checks';
import { NotObservableError } from '../blocked';
import { noGrant } from '../no-grant';
import {
  bodyFlaw,
  contentTypeFlaw,
  methodFlaw,
  propertyFlaw,
  straySecret,
  wordedText,
  type FlawedRequest,
} from '../flaws';
import type { Grant } from '../grant';
import type { Player } from '../player';
import type { Scenario } from '../scenario';

type RequestType = 1 | 2 | 3;
type DeniedRequest = NonNullable<Scenario['run']['target']['fixtures']['denied']>;

/** Entitlement requests that are wrong in one thing, each beside a valid one of its type, and those that are only unusual. */
export class Requests {
  readonly #twins = new Map<RequestType, number>();

  constructor(private readonly scenario: Scenario) {}

  /** @throws {BlockedError} when SEES does not grant the valid request, beside which wrong ones can be judged */
  async granted(name: string, requestType: RequestType): Promise<void> {
    const player = this.scenario.player(name);
    if (requestType === 3 && player.registration !== 'redeemed') {
      const { grant } = await register(this.scenario, player);
      this.#twins.set(2, grant.exchange.number);
    }
    const grant = await this.#valid(player, requestType);
    if (grant.url === undefined) throw noGrant(this.scenario, grant.stimulus.requestType, whyNoTwin(grant));
    this.#twins.set(requestType, grant.exchange.number);
  }

  /** Each row names a property and what it says instead of the right thing. */
  tryProperties(
    name: string,
    requestType: RequestType,
    rows: readonly { readonly property: string; readonly value: string }[],
  ): Promise<void> {
    const player = this.scenario.player(name);
    const { unknownContentID } = this.scenario.run.target.fixtures;
    return this.#tryAll(player, requestType, rows, ({ property, value }, valid) =>
      propertyFlaw(property, value, { cookie: player.cookie, valid, unknownContentID }),
    );
  }

  tryBodies(name: string, bodies: readonly string[]): Promise<void> {
    return this.#tryAll(this.scenario.player(name), 1, bodies, bodyFlaw, { validAfterEach: true });
  }

  tryMethods(name: string, methods: readonly string[]): Promise<void> {
    return this.#tryAll(this.scenario.player(name), 1, methods, methodFlaw);
  }

  tryContentTypes(name: string, types: readonly string[]): Promise<void> {
    return this.#tryAll(this.scenario.player(name), 1, types, contentTypeFlaw);
  }

  /** The query of the URL repeats every property with another value: of a time-based title as of a registration, and vice versa. */
  async tryQueryCopies(name: string): Promise<void> {
    const { identities } = this.scenario;
    const flaw = { id: 'query-copies', sentence: 'the query repeats every property with another value' };
    const others = [
      { requestType: 1, other: '2', contentID: this.#otherTitle() },
      { requestType: 2, other: '1', contentID: this.#realTitle() },
    ] as const;
    for (const { requestType, other, contentID } of others) {
      const query = {
        messageID: identities.messageID(),
        version: '1',
        requestType: other,
        contentID,
        customerCookie: identities.cookie(),
      };
      await this.#tryAll(this.scenario.player(name), requestType, [flaw], () => ({ flaw, differ: { query } }));
    }
  }

  /** Sends values along in the JSON that are for SEES alone to choose. */
  tryStraySecrets(name: string, requestType: RequestType, names: readonly string[]): Promise<void> {
    const { identities, run } = this.scenario;
    const secrets = names.map((secret) => straySecret(secret, identities));
    for (const { kind, value } of secrets) if (kind !== undefined) run.redactor.learn(kind, value);
    const json = Object.fromEntries(secrets.map((secret) => [secret.name, secret.value]));
    const flaw = { id: 'stray-secrets', sentence: `the client sends ${names.join(', ')} along` };
    return this.#tryAll(this.scenario.player(name), requestType, [flaw], () => ({ flaw, differ: { json } }));
  }

  /** Registers under each cookie and asks for a bound title with it. */
  async playUnder(name: string, cookies: readonly string[]): Promise<void> {
    const player = this.scenario.player(name);
    for (const words of cookies) {
      const cookie = this.#cookieOf(player, words);
      // eslint-disable-next-line no-control-regex -- everything beyond ASCII
      const flaw = /^[\x00-\x7f]*$/.test(cookie) ? undefined : NON_ASCII;
      const options = { cookie, ...(flaw === undefined ? {} : { flaw }) };
      const registration = await askForRegistration(this.scenario, player, options);
      if (registration.url === undefined) continue;
      const redemption = await redeem(this.scenario, player, registration);
      if (!licenseWasGranted(redemption)) continue;
      await recordToShow(this.scenario, player, cookie);
      const { contentID } = this.scenario.run.titles.main;
      await ask(this.scenario, player, { requestType: 3, contentID, registration: 'redeemed', ...options });
    }
  }

  async askWithCookie(name: string): Promise<void> {
    const player = this.scenario.player(name);
    const { contentID } = this.scenario.run.titles.main;
    await ask(this.scenario, player, { requestType: 1, contentID, cookie: player.cookie });
  }

  async askTwiceWithOneMessageID(name: string): Promise<void> {
    const messageID = this.scenario.identities.messageID();
    for (let count = 0; count < 2; count += 1) await this.#valid(this.scenario.player(name), 1, { messageID });
  }

  /** GUIDs as other clients write them: upper case, in braces. */
  async askWithOtherGuids(name: string): Promise<void> {
    const upper = this.scenario.identities.messageID().toUpperCase();
    const braced = `{${this.scenario.identities.messageID()}}`;
    for (const messageID of [upper, braced]) await this.#valid(this.scenario.player(name), 1, { messageID });
  }

  /**
   * The request that somebody else must not be granted, from a user who may: with the same title where it is the cookie that
   * tells them apart, with the usual title where it is the title that nobody gets.
   * @throws {NotObservableError} when nobody is known whom SEES has to refuse
   * @throws {BlockedError} when it is not granted to anybody
   */
  async grantedBesideDenied(name: string): Promise<void> {
    const { requestType, contentID, customerCookie } = this.#denied();
    const player = this.scenario.player(name);
    if (requestType === 3 && player.registration !== 'redeemed') await register(this.scenario, player);
    const options = customerCookie === undefined ? {} : { contentID, cookie: player.cookie };
    const grant = await this.#valid(player, requestType, options);
    if (grant.url === undefined) throw noGrant(this.scenario, grant.stimulus.requestType, whyNoTwin(grant));
    this.#twins.set(requestType, grant.exchange.number);
  }

  /** @throws {NotObservableError} when nobody is known whom SEES has to refuse */
  async askDenied(name: string): Promise<void> {
    const { requestType, contentID, customerCookie } = this.#denied();
    const player = this.scenario.player(name);
    const twin = this.#twins.get(requestType);
    await ask(this.scenario, player, {
      requestType,
      contentID,
      ...(customerCookie === undefined ? {} : { cookie: customerCookie }),
      registration: customerCookie === undefined ? player.registration : 'none',
      flaw: { id: 'not-entitled', sentence: 'the user is not entitled' },
      // Nothing is wrong with the request itself, so the answer has to follow every rule.
      valid: true,
      ...(twin === undefined ? {} : { twin }),
    });
  }

  #denied(): DeniedRequest {
    const { denied } = this.scenario.run.target.fixtures;
    if (denied === undefined) {
      throw new NotObservableError(
        'no request is configured that SEES has to refuse for lack of entitlement (sees.denied)',
      );
    }
    return denied;
  }

  async #tryAll<Row>(
    player: Player,
    requestType: RequestType,
    rows: readonly Row[],
    flawOf: (row: Row, valid: Readonly<Record<string, unknown>>) => FlawedRequest,
    { validAfterEach = false } = {},
  ): Promise<void> {
    const twin = this.#twins.get(requestType);
    let shownUp = false;
    for (const row of rows) {
      const contentID = this.#titleFor(requestType);
      const messageID = this.scenario.identities.messageID();
      const cookie = requestType === 1 ? {} : { customerCookie: player.cookie };
      const flawed = flawOf(row, { messageID, version: 1, requestType, contentID, ...cookie });
      const { exchange } = await ask(this.scenario, player, {
        requestType,
        contentID,
        messageID,
        ...flawed,
        ...(twin === undefined ? {} : { twin }),
      });
      // Without an answer only the next valid request can tell a refusal from a breakdown.
      shownUp = validAfterEach || exchange.failure !== undefined;
      if (shownUp) await this.#valid(player, requestType);
    }
    if (!shownUp) await this.#valid(player, requestType);
  }

  #valid(player: Player, requestType: RequestType, options: Partial<AskOptions> = {}): Promise<Grant> {
    return ask(this.scenario, player, { requestType, contentID: this.#titleFor(requestType), ...options });
  }

  #titleFor(requestType: RequestType): string {
    const { titles } = this.scenario.run;
    return requestType === 2 ? titles.registration.contentID : titles.main.contentID;
  }

  #otherTitle(): string {
    const { titles } = this.scenario.run;
    return titles.registration === titles.main ? titles.another.contentID : titles.registration.contentID;
  }

  /** Not the one of registrations. */
  #realTitle(): string {
    const { titles } = this.scenario.run;
    return titles.registration === titles.main ? titles.another.contentID : titles.main.contentID;
  }

  /** Whoever registers under a cookie of a few characters must not meet somebody else's: the rest of it is this run's own. */
  #cookieOf(player: Player, words: string): string {
    return wordedText(words, player.cookie) ?? words + this.scenario.identities.cookie().slice(-8);
  }
}

const NON_ASCII: Flaw = { id: 'customer-cookie-non-ascii', sentence: 'customerCookie holds characters beyond ASCII' };

function whyNoTwin({ exchange, stimulus }: Grant): string {
  const why = exchange.failure === undefined ? '' : `: ${exchange.failure.message}`;
  const asked = `the valid type ${String(stimulus.requestType)} request of ${stimulus.flow}`;
  return `SEES did not grant ${asked} (exchange ${String(exchange.number)})${why}`;
}
