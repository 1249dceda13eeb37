import type { Exchange, RecordSelector } from '../../exchange';
import { recordsOf } from '../../checks';
import { askRecords } from '../acts/ask-records';
import { NotObservableError } from '../blocked';
import type { Player } from '../player';
import type { Scenario } from '../scenario';
import type { LicenseRequests } from './license-requests';
import type { TokenQuestions } from './token-questions';

/** More than a record service says of a cookie, or at all, without a window (EP-CN). */
const MORE_THAN_RECENT = 33;
/** Where no event of a service can be: behind all of them. */
const BEHIND_ALL = 1_000_000_000;
const HALF = 2;

/** The harness in the place of SEES and of an operator, before the record service. */
export class RecordQuestions {
  /** Cookies like one another under which there are events. */
  #lookAlikes: readonly string[] = [];

  constructor(
    private readonly scenario: Scenario,
    private readonly tokens: TokenQuestions,
    private readonly licenses: LicenseRequests,
  ) {}

  /** Events under the player's cookie: more than are ever told of at once where they cost nothing, else a few. */
  async leaveEvents(name: string): Promise<void> {
    const { controls } = this.scenario.run.target;
    await this.licenses.registeredTimes(name, controls === undefined ? 3 : MORE_THAN_RECENT);
  }

  /** An event under each cookie that is not the other player's, and that a sloppy comparison takes for it. */
  async leaveEventsUnderLookAlikes(name: string, other: string): Promise<void> {
    const { cookie } = this.#player(other);
    const alike = [cookie.toUpperCase(), `${cookie}x`, cookie.slice(0, -1), `${cookie} `];
    this.#lookAlikes = await this.licenses.registeredUnder(name, alike);
  }

  async byLookAlikes(name: string): Promise<void> {
    const player = this.#player(name);
    for (const cookie of this.#lookAlikes) {
      await askRecords(this.scenario, player, { selector: { kind: 'cookie', cookie }, cookie });
    }
  }

  async byCookie(name: string): Promise<Exchange> {
    const player = this.#player(name);
    return this.#ask(player, { kind: 'cookie', cookie: player.cookie });
  }

  async ofEveryone(name: string): Promise<Exchange> {
    return this.#ask(this.#player(name), { kind: 'none' });
  }

  /**
   * Two windows side by side, between two looks at both of them together: events that came in meanwhile show. And a window
   * behind everything, and one that tells whether there is more than an answer without a window holds.
   */
  async byWindows(name: string): Promise<void> {
    const player = this.#player(name);
    const window = (start: number, length: number) => this.#ask(player, { kind: 'window', start, length });
    await window(0, 2 * HALF);
    await window(0, HALF);
    await window(HALF, HALF);
    await window(0, 2 * HALF);
    await window(BEHIND_ALL, HALF);
    await window(MORE_THAN_RECENT - 1, 1);
  }

  /** The second event of the last answer, by its id. */
  async byId(name: string): Promise<void> {
    const player = this.#player(name);
    const events = recordsOf(await this.byCookie(name), this.scenario.run.target.known.record) ?? [];
    const eventId = (events[1] ?? events[0])?.eventId;
    if (eventId === undefined)
      throw new NotObservableError('the events have no id in the declared format (expressplay.record.fields.eventId)');
    await this.#ask(player, { kind: 'id', eventId });
  }

  async combined(name: string): Promise<void> {
    await this.#ask(this.#player(name), { kind: 'combined', sentence: 'cookie, start and length' });
  }

  /** The player's own records, asked for without an authenticator, with one that nobody has. */
  async unauthenticated(name: string, twin: Exchange): Promise<void> {
    const player = this.#player(name);
    const selector = { kind: 'cookie', cookie: player.cookie } as const;
    const without = { id: 'authenticator-absent', sentence: 'the authenticator is absent' };
    await askRecords(this.scenario, player, { selector, authenticator: null, flaw: without, twin: twin.number });
    const unknown = { id: 'authenticator-unknown', sentence: 'the authenticator is one that nobody has' };
    const authenticator = this.tokens.values.unknownAuthenticator();
    await askRecords(this.scenario, player, { selector, authenticator, flaw: unknown, twin: twin.number });
    const almost = { id: 'authenticator-almost-right', sentence: 'the authenticator is right but for its end' };
    const other = this.tokens.values.almostRightAuthenticator();
    await askRecords(this.scenario, player, { selector, authenticator: other, flaw: almost, twin: twin.number });
  }

  /** The player's records, asked for by another account; and any record of that account, to see that it may ask at all. */
  async byAnotherAccount(name: string, twin: Exchange): Promise<void> {
    const { otherAuthenticator } = this.scenario.run.target.fixtures;
    if (otherAuthenticator === undefined)
      throw new NotObservableError('no second account is configured (expressplay.otherAuthenticator)');
    const player = this.#player(name);
    const flaw = { id: 'another-account', sentence: 'another account asks' };
    const common = { authenticator: otherAuthenticator, flaw, twin: twin.number };
    await askRecords(this.scenario, player, { ...common, selector: { kind: 'cookie', cookie: player.cookie } });
    await askRecords(this.scenario, player, { ...common, selector: { kind: 'none' } });
  }

  #ask(player: Player, selector: RecordSelector): Promise<Exchange> {
    return askRecords(this.scenario, player, { selector });
  }

  #player(name: string): Player {
    return this.scenario.player(name);
  }
}
