import { setWorldConstructor, World } from './cucumber';
import { licenseWasGranted, type Subject } from './checks';
import type { Exchange } from './exchange';
import type { Content } from './protocol';
import {
  ask,
  askForRegistration,
  BlockedError,
  noGrant,
  ExpressPlayFacet,
  lookUp,
  mustBeInTime,
  NotObservableError,
  recordedDevice,
  recordsToSettle,
  recordToShow,
  redeem,
  redeemLate,
  refusableInstant,
  refusalAnswer,
  register,
  withoutBindingAnswer,
  type AskOptions,
  type ExpiryForm,
  type Grant,
  type Player,
  type RedeemOptions,
  Requests,
  type Run,
  type Scenario,
  TlsRequests,
  Upstream,
} from './session';

export { codesIn, type FaultRow, type ParameterRow } from './session';

/** What steps get to know of this project: verbs of the protocol, titles by the part they play, and the verdict. */
export class ConformanceWorld extends World {
  /** Set by the Before hook. */
  scenario!: Scenario;
  /** Token URLs got in Given steps, in their order. */
  grants: Grant[] = [];
  /** License exchanges in their order. */
  redemptions: Exchange[] = [];
  /** Players that act at once. */
  readonly crowd: Player[] = [];
  /** What SEES handed out last. */
  lastGrant: Grant | undefined;
  /** A fault at ExpressPlay that holds for the next requests, in words. */
  fault: string | undefined;
  /** The license exchange that shows the nearest valid request granted. */
  twin: Exchange | undefined;
  /** Ends what `holdRecords` began. */
  showRecords: (() => void) | undefined;
  #release: (() => void) | undefined;
  #requests: Requests | undefined;
  #expressplay: ExpressPlayFacet | undefined;
  #tlsRequests: TlsRequests | undefined;
  #upstream: Upstream | undefined;

  get run(): Run {
    return this.scenario.run;
  }

  get requests(): Requests {
    return (this.#requests ??= new Requests(this.scenario));
  }

  get tlsRequests(): TlsRequests {
    return (this.#tlsRequests ??= new TlsRequests(this.scenario));
  }

  get upstream(): Upstream {
    return (this.#upstream ??= new Upstream(this.scenario));
  }

  get expressplay(): ExpressPlayFacet {
    return (this.#expressplay ??= new ExpressPlayFacet(this.scenario));
  }

  player(name: string): Player {
    return this.scenario.player(name);
  }

  get title(): Content {
    return this.run.titles.main;
  }

  get anotherTitle(): Content {
    return this.run.titles.another;
  }

  get endingTitle(): Content {
    return this.run.titles.ending;
  }

  titleWithExpiry(form: ExpiryForm): Content {
    return this.run.titles.withExpiry(form);
  }

  async ask(name: string, options: AskOptions): Promise<Grant> {
    const grant = await ask(this.scenario, this.player(name), {
      ...options,
      ...(this.fault === undefined || options.fault !== undefined ? {} : { fault: this.fault }),
    });
    this.lastGrant = grant;
    return grant;
  }

  /** @throws {BlockedError} when SEES hands out nothing */
  async mustGet(name: string, options: AskOptions): Promise<Grant> {
    return this.mustHave(await this.ask(name, options));
  }

  /** @throws {BlockedError} when SEES handed out nothing */
  mustHave(grant: Grant): Grant {
    const { exchange, stimulus } = grant;
    if (grant.url === undefined) {
      const why = exchange.failure === undefined ? '' : `: ${exchange.failure.message}`;
      const asked = `the type ${String(stimulus.requestType)} request of ${stimulus.flow}`;
      const clocks = exchange.failure === undefined ? refusableInstant(this.scenario, stimulus.contentID) : undefined;
      if (clocks !== undefined) {
        throw new NotObservableError(
          `SEES did not grant ${asked} (exchange ${String(exchange.number)}), but ${clocks}`,
        );
      }
      throw noGrant(
        this.scenario,
        stimulus.requestType,
        `SEES did not grant ${asked} (exchange ${String(exchange.number)})${why}`,
      );
    }
    this.grants.push(grant);
    return grant;
  }

  /**
   * @throws {BlockedError} when this run was too slow for a token that ends soon
   * @throws {NotObservableError} when clocks that differ leave that token no time
   */
  async redeem(name: string, grant: Grant, options: RedeemOptions = {}): Promise<Exchange> {
    const beforeSending = (): void => {
      if ((options.deviation ?? 'none') === 'none') mustBeInTime(this.scenario, grant);
    };
    const exchange = await redeem(this.scenario, this.player(name), grant, { ...options, beforeSending });
    this.redemptions.push(exchange);
    return exchange;
  }

  async redeemLate(name: string, grant: Grant, offset: number, options: RedeemOptions = {}): Promise<Exchange> {
    const exchange = await redeemLate(this.scenario, this.player(name), grant, offset, options);
    this.redemptions.push(exchange);
    return exchange;
  }

  /** @throws {BlockedError} when registration does not come about */
  async register(name: string, options: Partial<AskOptions> = {}): Promise<void> {
    const { redemption } = await register(this.scenario, this.player(name), options);
    this.redemptions.push(redemption);
  }

  /** A registration that is itself to be judged: false where it does not come about. */
  async tryToRegister(name: string, cookie = this.player(name).cookie): Promise<boolean> {
    try {
      await this.register(name, { cookie });
      return true;
    } catch (error) {
      if (error instanceof BlockedError) return false;
      throw error;
    }
  }

  /**
   * What follows the redemption of a registration token: its record gets the time to show.
   * @throws {BlockedError} when it does not show in time
   */
  async registered(name: string, redemption: Exchange): Promise<void> {
    const player = this.player(name);
    player.registration = 'redeemed';
    if (licenseWasGranted(redemption)) await recordToShow(this.scenario, player);
  }

  /** @throws {BlockedError} when ExpressPlay gave a license, so that the device is registered after all */
  async mustHaveFailed(name: string, redemption: Exchange): Promise<void> {
    if (licenseWasGranted(redemption)) {
      throw new BlockedError(
        `the redemption of ${name} was to fail and was granted (exchange ${String(redemption.number)})`,
      );
    }
    this.player(name).registration = 'failed';
    await this.recordsToSettle(name);
  }

  /** Time for records that ought not to be there: looking too early would find none. */
  recordsToSettle(name: string): Promise<void> {
    return recordsToSettle(this.scenario, this.player(name));
  }

  async askForRegistration(name: string, options: Partial<AskOptions> = {}): Promise<Grant> {
    const grant = await askForRegistration(this.scenario, this.player(name), options);
    this.lastGrant = grant;
    if (grant.url !== undefined) this.grants.push(grant);
    return grant;
  }

  /** A bound title, asked for and redeemed; the redemption is the twin of what follows. */
  async playBound(name: string, title: Content = this.title): Promise<Exchange> {
    const grant = await this.mustGet(name, { requestType: 3, contentID: title.contentID });
    return this.redeem(name, grant);
  }

  /** Who sent the last entitlement request. */
  get lastAsker(): string {
    return this.lastGrant?.stimulus.device ?? 'device A';
  }

  /** @throws {BlockedError} when fewer token URLs were got; without an index the latest counts */
  granted(index?: number): Grant {
    const grant = index === undefined ? this.lastGrant : this.grants[index];
    if (grant === undefined) throw new BlockedError('no token URL was handed out');
    return grant;
  }

  /** Both devices redeem what SEES handed out last, if it handed out anything: what serves both is bound to nobody. */
  async tryWithBoth(): Promise<void> {
    const grant = this.lastGrant;
    if (grant?.url === undefined) return;
    const asker = grant.stimulus.device;
    for (const device of [asker, asker === 'device A' ? 'device B' : 'device A']) {
      await this.redeem(device, grant, { deviation: 'other-device', ...this.besideTwin() });
    }
  }

  /** The twin's number for a redemption that must be refused. */
  besideTwin(): { twin?: number } {
    return this.twin === undefined ? {} : { twin: this.twin.number };
  }

  /** Asks the record service where ExpressPlay is under test and the harness may ask; otherwise there is nothing to learn. */
  async lookUpIfAllowed(name: string, cookie = this.player(name).cookie): Promise<void> {
    const { target } = this.run;
    if (!target.underTest.has('expressplay') || !target.offers.has('records')) return;
    await lookUp(this.scenario, { ...this.player(name), cookie });
  }

  /** A title that serves for registration and whose token this run can outlive. */
  get endingRegistrationTitle(): Content {
    return this.run.target.controls === undefined ? this.endingTitle : this.run.titles.registration;
  }

  /** The device's id as the record service writes it, or HU as hex where no record can be had. */
  async deviceIdOf(name: string): Promise<string> {
    const { target } = this.run;
    if (target.expressplay.record !== undefined && target.known.customerAuthenticator !== undefined) {
      if (this.player(name).registration !== 'redeemed') await this.register(name);
      const id = recordedDevice(await lookUp(this.scenario, this.player(name)), target.known.record);
      if (id !== undefined) return id;
    }
    return this.player(name).device.hu.toString('hex');
  }

  /** That many players, whom `atOnce` makes act. */
  gather(count: number): void {
    for (let number = 1; number <= count; number += 1) this.crowd.push(this.player(`flow ${String(number)}`));
  }

  /** Runs the flows of all that were gathered at once; a flow that breaks ends the step, the others are let finish. */
  async atOnce(flow: (name: string, index: number) => Promise<void>): Promise<void> {
    const flows = this.crowd.map(({ name }, index) => flow(name, index));
    const broken = (await Promise.allSettled(flows)).find((result) => result.status === 'rejected');
    if (broken !== undefined) throw broken.reason;
  }

  /** A device whose id differs from the original's in one byte only. */
  playerLike(name: string, original: string, part: string): Player {
    const hu = Buffer.from(this.player(original).device.hu);
    const at = part === 'first 19 bytes' ? 19 : part === 'last 19 bytes' ? 0 : 10;
    hu.writeUInt8(hu.readUInt8(at) ^ 0x01, at);
    return this.scenario.player(name, hu);
  }

  /** From now on the token service refuses; ends with the scenario or with `heal`. */
  breakTokenService(how: 'every request' | 'device restrictions'): void {
    const { controls, known } = this.run.target;
    if (controls === undefined)
      throw new NotObservableError('ExpressPlay is not played by the harness, so no fault can be chosen');
    this.#release =
      how === 'every request'
        ? controls.fault('token', () => refusalAnswer())
        : controls.fault('token', (request) => withoutBindingAnswer(request, known.readings));
    this.fault =
      how === 'every request'
        ? 'the token service refuses'
        : 'the token service refuses the device restriction (-6008)';
    this.scenario.journal.note(`switched on: ${this.fault}`);
    this.scenario.releases.push(() => this.heal());
  }

  heal(): void {
    this.#release?.();
    this.#release = undefined;
    this.fault = undefined;
  }

  /** Hides events from record retrieval until the returned function is called. */
  holdRecords(): () => void {
    const { controls } = this.run.target;
    if (controls === undefined)
      throw new NotObservableError('ExpressPlay is not played by the harness, so its records cannot be held back');
    const release = controls.holdRecords();
    this.scenario.journal.note('switched on: new records stay hidden');
    this.scenario.releases.push(release);
    return () => {
      release();
      this.scenario.journal.note('the records show');
    };
  }

  judge(...subjects: readonly Subject[]): void {
    this.scenario.judge(...subjects);
  }
}

setWorldConstructor(ConformanceWorld);
