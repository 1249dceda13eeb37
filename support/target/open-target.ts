import { basename } from 'node:path';
import { DEFAULT_DOOR_RULES, directAdapter, type DoorRules } from '../hosting';
import {
  INSTANTS,
  loadAxiosWithoutFetch,
  RealClock,
  timedBy,
  VirtualClock,
  type Call,
  type Clock,
  type Handler,
  type ShiftableClock,
} from '../exchange';
import { ELSEWHERE_PATH, RECORD_PATH, RIGHTS_PATH, TOKEN_PATH } from '../protocol';
import { deviceIdText, recordAnswer } from '../reference';
import type { Known, WrongCertificate } from '../checks';
import { ActingAtOnce, type Acting } from './acting';
import { aheadOf, Clocks } from './clocks';
import type { Marks } from './belonging';
import type { Configuration } from './configuration';
import { controlled, type Surroundings } from './controls';
import {
  accountsInStates,
  expressPlayDouble,
  keyStoreOf,
  recordFormatOf,
  recordOptionsOf,
  seesDouble,
  type Misbehavior,
} from './doubles';
import { hostPair, SEES_ORIGIN, type Cleanup } from './host-pair';
import { Backend } from './journalling';
import { isLoopback, offersOf, underTestOf } from './offers';
import { Pace } from './pace';
import { Patience } from './patience';
import { openElsewhere, openListener } from './played-expressplay';
import { proxyLines } from './proxies';
import type { ExpressPlayControls, Target } from './target';
import { doorByUrl, openedOnce, openLoopbackDoor, prepareLoopbackDoor, type TlsDoor } from './tls-door';
import { transportToExpressPlay, transportToSees, transportToServices } from './transports';

const SEES_PATH = '/sees/SEESServlet';

/** The parts of a target that differ from profile to profile. */
interface Wiring {
  readonly seesUrl: string;
  readonly tokenUrl: string;
  readonly recordUrl: string;
  readonly licenseUrl?: string;
  readonly toSees: Call;
  readonly toLicense: Call;
  readonly toExpressPlay: Call | undefined;
  readonly controls: ExpressPlayControls | undefined;
  readonly tls: () => Promise<TlsDoor | undefined>;
  readonly instructions: readonly string[];
  /** Asks a foreign SEES for nothing but the time of its answer. */
  readonly askTime?: () => Promise<void>;
  /** Begins what takes long and is asked for later. */
  readonly prepare?: () => void;
  /** Loads what is asked for later. */
  readonly load?: () => void;
}

/**
 * Starts what the profile needs: doubles, listeners, transports.
 * @param misbehavior makes the reference pair misbehave on purpose
 * @throws {Error} with one sentence where a port or a file is not to be had
 */
export async function openTarget(configuration: Configuration, misbehavior?: Misbehavior): Promise<Target> {
  const clock: ShiftableClock =
    configuration.time.mode === 'virtual' ? new VirtualClock(new RealClock().now()) : new RealClock();
  const backend = new Backend(marksOf(configuration), actingOf(configuration, misbehavior));
  const pace = paceOf(configuration);
  const cleanups: Cleanup[] = [() => backend.close(), () => pace?.close()];
  const close = async (): Promise<void> => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  };
  const clocks = new Clocks(foreignIn(configuration.profile));
  const wiring = await wire(configuration, { clock, clocks }, backend, cleanups, pace, misbehavior).catch(
    async (error: unknown) => {
      await close();
      throw error;
    },
  );
  const { offers, missing } = offersOf(configuration);
  const { profile, sees, expressplay, readings } = configuration;
  const known: Known = {
    readings,
    contents: new Map(sees.contents.map((content) => [content.contentID, content])),
    customerAuthenticator: expressplay.customerAuthenticator,
    backend: offers.has('backend'),
    record: recordFormatOf(configuration),
    tls: { mode: sees.tls.mode, wrongCertificates: wrongCertificatesOf(configuration) },
    ...(configuration.time.mode === 'virtual' ? { standsAtMs: clock.now() } : { clocks }),
  };
  const ask = wiring.toExpressPlay === undefined ? undefined : backend.asHarness(wiring.toExpressPlay);
  return {
    profile,
    hosting: profile === 'stub' || sees.module !== undefined ? configuration.hosting : 'port',
    underTest: underTestOf(configuration),
    offers,
    missing,
    clock,
    clocks,
    known,
    mayHarm: (url) => profile === 'stub' || configuration.iOwnThisTarget || isLoopback(url),
    pace,
    seesUrl: wiring.seesUrl,
    player: { sees: wiring.toSees, license: backend.asPlayer(wiring.toLicense) },
    expressplay: {
      token: offers.has('token-service') ? ask : undefined,
      record: offers.has('records') ? ask : undefined,
      tokenUrl: wiring.tokenUrl,
      recordUrl: wiring.recordUrl,
      ...(wiring.licenseUrl === undefined ? {} : { licenseUrl: wiring.licenseUrl }),
    },
    tls: wiring.tls,
    fixtures: {
      unknownContentID: sees.unknownContentID,
      denied: sees.denied,
      otherAuthenticator: expressplay.otherAuthenticator,
      otherDrmToken: expressplay.otherDrmToken,
      keyStore: wiring.controls === undefined ? expressplay.keyStore : keyStoreOf(configuration),
    },
    controls: wiring.controls,
    ...(wiring.askTime === undefined ? {} : { askTime: wiring.askTime }),
    ...(wiring.prepare === undefined ? {} : { prepare: wiring.prepare }),
    ...(wiring.load === undefined ? {} : { load: wiring.load }),
    describe: {
      sees:
        sees.module !== undefined
          ? `module ${basename(sees.module)}`
          : profile === 'sees' || profile === 'end-to-end'
            ? placeOf(wiring.seesUrl)
            : 'reference',
      expressplay: profile === 'expressplay' || profile === 'end-to-end' ? placeOf(wiring.tokenUrl) : 'reference',
    },
    attach: (journal) => backend.attach(journal),
    ...(marksOf(configuration) === undefined ? {} : { visitors: backend.visitors }),
    within: (journal, act) => backend.within(journal, act),
    instructions: [...wiring.instructions, ...proxyLines(configuration)],
    close,
  };
}

/** Ours, and what we know of others'. */
interface Time {
  readonly clock: ShiftableClock;
  readonly clocks: Clocks;
}

/** Whose clock is not ours. */
function foreignIn(profile: Configuration['profile']): ReadonlySet<'sees' | 'expressplay'> {
  return new Set((['sees', 'expressplay'] as const).filter((party) => profile === party || profile === 'end-to-end'));
}

function wire(
  configuration: Configuration,
  time: Time,
  backend: Backend,
  cleanups: Cleanup[],
  pace: Pace | undefined,
  misbehavior?: Misbehavior,
): Promise<Wiring> {
  if (configuration.sees.module !== undefined) return wireModule(configuration, time.clock, backend, cleanups);
  switch (configuration.profile) {
    case 'stub':
      return wireStub(configuration, time.clock, backend, cleanups, misbehavior);
    case 'sees':
      return wireSees(configuration, time, backend, cleanups);
    case 'expressplay':
      return Promise.resolve(wireExpressPlay(configuration, time, backend, cleanups, pace));
    case 'end-to-end':
      return Promise.resolve(wireEndToEnd(configuration, time.clocks, cleanups));
  }
}

/** Both ends are ours: SEES calls ExpressPlay over the same kind of hosting by which the player calls either. */
async function wireStub(
  configuration: Configuration,
  clock: ShiftableClock,
  backend: Backend,
  cleanups: Cleanup[],
  misbehavior?: Misbehavior,
): Promise<Wiring> {
  const { late, handler, expressplay, urls, wiring } = await openPair(
    configuration,
    clock,
    backend,
    cleanups,
    misbehavior,
  );
  const patience = new Patience();
  const { expressplay: varied = same, sees: variedSees = same, call: variedCall = same } = misbehavior?.variation ?? {};
  late.expressplay = patience.watchHandler(backend.watchHandler(varied(handler)));
  const sees = (ways: { readonly token: string; readonly record: string }, call: Call): Handler =>
    variedSees(seesDouble(configuration, clock, ways, variedCall(call), misbehavior));
  late.sees = sees(urls, patience.watchCall(wiring.toSees));
  // Asked every time, so that a shadow learns who goes there.
  const doorRules = (): DoorRules =>
    misbehavior?.violation?.door?.(DEFAULT_DOOR_RULES, misbehavior.applied) ?? DEFAULT_DOOR_RULES;
  const openDoor = openedOnce((rules: DoorRules) => {
    // Nobody's SEES but our own is in this process.
    loadAxiosWithoutFetch();
    return openLoopbackDoor(configuration, expressplay, sees, SEES_PATH, rules, cleanups);
  });
  // A run of everything comes to the TLS scenarios.
  const whole = configuration.requirement.length === 0 && configuration.tags === undefined;
  const ahead = { prepare: prepareLoopbackDoor, load: loadAxiosWithoutFetch };
  return { ...wiring, tls: () => openDoor(doorRules()), ...(whole && ahead) };
}

/** A SEES of the operator's, loaded into this process, calls our ExpressPlay by whatever means it has. */
async function wireModule(
  configuration: Configuration,
  clock: ShiftableClock,
  backend: Backend,
  cleanups: Cleanup[],
): Promise<Wiring> {
  const { late, handler, urls, wiring } = await openPair(configuration, clock, backend, cleanups);
  late.expressplay = backend.watchHandler(handler);
  const { openModuleSees } = require('./module-sees') as typeof import('./module-sees');
  const sees = await openModuleSees(configuration, clock, urls);
  if (sees.kind === 'handler') {
    late.sees = sees.handler;
    return wiring;
  }
  cleanups.push(() => sees.close());
  return { ...wiring, seesUrl: `${sees.origin}${SEES_PATH}` };
}

/** Two parties in this process under their URLs, of which ours is made and neither answers yet. */
interface OpenedPair {
  /** Who answers from now on. */
  readonly late: { sees?: Handler; expressplay?: Handler };
  /** Our ExpressPlay as it is; and as it is reached, by the detour over `late`. */
  readonly handler: Handler;
  readonly expressplay: Handler;
  readonly urls: { readonly token: string; readonly record: string };
  readonly wiring: Wiring;
}

/** The handlers need their origins, the origins of ports need their handlers: the detour over `late` ties the knot. */
async function openPair(
  configuration: Configuration,
  clock: ShiftableClock,
  backend: Backend,
  cleanups: Cleanup[],
  misbehavior?: Misbehavior,
): Promise<OpenedPair> {
  const late: OpenedPair['late'] = {};
  const expressplay: Handler = (request) => answerOf(late.expressplay, request);
  const hosted = await hostPair(
    configuration,
    { sees: (request) => answerOf(late.sees, request), expressplay, elsewhere: backend.watchHandler(nothing) },
    cleanups,
  );
  const service = expressPlayDouble(configuration, clock, `${hosted.expressplay}${RIGHTS_PATH}`, misbehavior);
  const { handler, controls } = controlled(service, {
    ...surroundingsOf(configuration, clock),
    elsewhere: `${hosted.elsewhere}${ELSEWHERE_PATH}`,
  });
  const urls = { token: `${hosted.expressplay}${TOKEN_PATH}`, record: `${hosted.expressplay}${RECORD_PATH}` };
  const wiring: Wiring = {
    seesUrl: `${hosted.sees}${SEES_PATH}`,
    tokenUrl: urls.token,
    recordUrl: urls.record,
    toSees: hosted.call,
    toLicense: hosted.call,
    toExpressPlay: hosted.call,
    controls,
    tls: () => Promise.resolve(undefined),
    instructions: [],
  };
  return { late, handler, expressplay, urls, wiring };
}

/** By what calls are known where SEES is in another process and others may call as well; undefined: nobody else can. */
function marksOf({ profile, sees, expressplay }: Configuration): Marks | undefined {
  if (profile !== 'sees' || sees.module !== undefined) return undefined;
  return { contents: sees.contents, customerAuthenticator: expressplay.customerAuthenticator };
}

/** The reference SEES, as it is and called directly, needs nobody who follows it. */
function actingOf({ profile, hosting, sees }: Configuration, misbehavior?: Misbehavior): Acting | undefined {
  const direct = profile === 'stub' && hosting === 'direct' && sees.module === undefined;
  return direct && misbehavior === undefined ? new ActingAtOnce() : undefined;
}

/** The pair is not held back: it asks nobody but itself. */
function paceOf({ profile, rate }: Configuration): Pace | undefined {
  if (profile === 'stub' || rate.requestsPerSecond === undefined) return undefined;
  return new Pace(rate.requestsPerSecond, new RealClock());
}

/** Calls that our SEES makes go on with what the player began. */
function inTurn(pace: Pace, call: Call): Call {
  return async (request, options = {}) => {
    const { signal } = options;
    await pace.turn({ urgent: true, ...(signal === undefined ? {} : { signal }) });
    return call(request, options);
  };
}

/** What the knobs of our ExpressPlay are made of. */
function surroundingsOf(configuration: Configuration, clock: ShiftableClock): Omit<Surroundings, 'elsewhere'> {
  const options = recordOptionsOf(configuration);
  const { declared, deviceIdForm } = configuration.expressplay.record;
  return {
    clock,
    accountsInStates: accountsInStates(configuration),
    records: {
      declared,
      answer: (events) => {
        const atMs = clock.now();
        const written = events.map((event, index) => ({ eventId: events.length - index, atMs, ...event }));
        return recordAnswer(written, true, options);
      },
      deviceId: (hu) => deviceIdText(hu, deviceIdForm),
    },
  };
}

/** As it is. */
function same<T>(thing: T): T {
  return thing;
}

/** Where redirects lead: nobody is served here, and every call is journalled. */
const nothing: Handler = () => Promise.resolve({ status: 404, headers: {}, body: Buffer.alloc(0) });

function answerOf(handler: Handler | undefined, request: Parameters<Handler>[0]): ReturnType<Handler> {
  if (handler === undefined) throw new Error('called before it was wired');
  return handler(request);
}

/** SEES is foreign; our ExpressPlay listens where that SEES is configured to call. */
async function wireSees(
  configuration: Configuration,
  { clock, clocks }: Time,
  backend: Backend,
  cleanups: Cleanup[],
): Promise<Wiring> {
  const late: { handler?: Handler } = {};
  const opened = await openListener(configuration, (request) => answerOf(late.handler, request), {
    isOurs: (request) => backend.isOwn(request),
    visitors: backend.visitors,
  });
  cleanups.push(() => opened.close());
  const elsewhere = await openElsewhere(configuration, backend.watchElsewhere(nothing));
  cleanups.push(() => elsewhere.close());
  const service = expressPlayDouble(configuration, clock, opened.licenseUrl);
  const { handler, controls } = controlled(service, {
    ...surroundingsOf(configuration, clock),
    elsewhere: `${elsewhere.origin}${ELSEWHERE_PATH}`,
  });
  // Faults that a scenario switches on are for calls of that scenario.
  late.handler = backend.watchHandler(handler, service.handle);
  // SEES makes instants by its own clock, and our ExpressPlay takes them as one whose clock agrees with that would.
  const toSees = timedBy(clocks.seesAnswers, transportToSees(configuration), () =>
    clock.shift(INSTANTS, aheadOf(clocks.sees()) / 1000),
  );
  const toExpressPlay = transportToExpressPlay(configuration, configuration.timeouts.licenseMs);
  cleanups.push(
    () => toSees.close(),
    () => toExpressPlay.close(),
  );
  const seesUrl = needed(configuration.sees.url, 'sees.url');
  return {
    seesUrl,
    tokenUrl: opened.tokenUrl,
    recordUrl: opened.recordUrl,
    licenseUrl: opened.licenseUrl,
    toSees,
    toLicense: toExpressPlay,
    toExpressPlay,
    controls,
    tls: openedOnce(async () => doorByUrl(configuration, seesUrl, await opened.misnamed(), cleanups)),
    instructions: opened.instructions,
    ...(makesInstants(configuration) ? { askTime: () => asked(toSees, seesUrl) } : {}),
  };
}

function makesInstants({ sees }: Configuration): boolean {
  return sees.contents.some(({ expirationForm }) => expirationForm === 'absolute');
}

/** Whatever is said to it: every answer tells the time. Who does not answer shows in the run. */
async function asked(call: Call, url: string): Promise<void> {
  await call({ method: 'GET', url, headers: {}, body: Buffer.alloc(0) }).catch(() => undefined);
}

/** ExpressPlay is foreign; our SEES is asked straight, without a socket, and calls it by URL. */
function wireExpressPlay(
  configuration: Configuration,
  { clock, clocks }: Time,
  backend: Backend,
  cleanups: Cleanup[],
  pace: Pace | undefined,
): Wiring {
  const tokenUrl = needed(configuration.expressplay.tokenUrl, 'expressplay.tokenUrl');
  const recordUrl = needed(configuration.expressplay.recordUrl, 'expressplay.recordUrl');
  const answers = clocks.expressplayAnswers;
  const backendCall = timedBy(answers, transportToServices(configuration));
  const toLicense = timedBy(answers, transportToExpressPlay(configuration, configuration.timeouts.licenseMs));
  // Instants are judged by the clock of ExpressPlay: our SEES makes them as one whose clock agrees with that would.
  const agreeing: Clock = {
    now: (subject) => clock.now(subject) + aheadOf(clocks.expressplay()),
    waitUntil: (atMs, signal) => clock.waitUntil(atMs - aheadOf(clocks.expressplay()), signal),
  };
  const watched = backend.watchCall(backendCall);
  const call = pace === undefined ? watched : inTurn(pace, watched);
  const sees = seesDouble(configuration, agreeing, { token: tokenUrl, record: recordUrl }, call);
  const toSees = transportToSees(configuration, directAdapter(new Map([[SEES_ORIGIN, sees]])));
  cleanups.push(
    () => toSees.close(),
    () => toLicense.close(),
    () => backendCall.close(),
  );
  return {
    seesUrl: `${SEES_ORIGIN}${SEES_PATH}`,
    tokenUrl,
    recordUrl,
    toSees,
    toLicense,
    toExpressPlay: backendCall,
    controls: undefined,
    tls: () => Promise.resolve(undefined),
    instructions: [],
  };
}

function wireEndToEnd(configuration: Configuration, clocks: Clocks, cleanups: Cleanup[]): Wiring {
  const answers = clocks.expressplayAnswers;
  const toSees = timedBy(clocks.seesAnswers, transportToSees(configuration));
  const toLicense = timedBy(answers, transportToExpressPlay(configuration, configuration.timeouts.licenseMs));
  const toExpressPlay = timedBy(answers, transportToServices(configuration));
  cleanups.push(
    () => toSees.close(),
    () => toLicense.close(),
    () => toExpressPlay.close(),
  );
  const seesUrl = needed(configuration.sees.url, 'sees.url');
  return {
    seesUrl,
    tokenUrl: configuration.expressplay.tokenUrl ?? '',
    recordUrl: configuration.expressplay.recordUrl ?? '',
    toSees,
    toLicense,
    toExpressPlay,
    controls: undefined,
    tls: openedOnce(() => Promise.resolve(doorByUrl(configuration, seesUrl, undefined, cleanups))),
    instructions: [],
  };
}

/** A loopback listener of ours brings its own certificates along. */
function wrongCertificatesOf({ profile, sees }: Configuration): readonly WrongCertificate[] {
  const kinds = ['untrusted', 'expired', 'premature'] as const;
  return profile === 'stub' ? kinds : kinds.filter((kind) => sees.tls[kind] !== undefined);
}

function needed(value: string | undefined, key: string): string {
  if (value === undefined) throw new Error(`${key} is not configured`);
  return value;
}

/** Where a target is, without query or credentials. */
function placeOf(url: string): string {
  if (!URL.canParse(url)) return 'not configured';
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}
