import type { Call, Clock, ConnectionFaultKind, HttpRequest, HttpResponse, Journal, Operation } from '../exchange';
import type { Known } from '../checks';

import type { Need } from '../ledger';
import type { AccountState } from '../reference';
import type { DeniedRequest, StoredKey } from './configuration';
import type { Clocks } from './clocks';
import type { Pace } from './pace';
import type { TlsDoor } from './tls-door';
import type { Visitors } from './visitors';

export type Profile = 'stub' | 'sees' | 'expressplay' | 'end-to-end';

/** Who is under test, who plays whom, what can be seen: everything a scenario needs of the outside. */
export interface Target {
  readonly profile: Profile;
  readonly hosting: 'nock' | 'direct' | 'port';
  /** Parties that are not doubles of ours (in `stub`: both, the reference pair is what is tested). */
  readonly underTest: ReadonlySet<'sees' | 'expressplay'>;
  /** What this profile, these credentials and this SPC source can show. */
  readonly offers: ReadonlySet<Need>;
  /** Why a need is not offered, one sentence each. */
  readonly missing: ReadonlyMap<Need, string>;
  readonly clock: Clock;
  readonly known: Known;
  /** Whether inputs that are meant to do harm may go to this URL, wherever it came from: to loopback, or to whom the operator owns. */
  readonly mayHarm: (url: string) => boolean;
  /** Requests to parties under test are held to a rate (rate.requestsPerSecond); undefined: they are not. */
  readonly pace: Pace | undefined;
  /** Where the player sends entitlement requests. */
  readonly seesUrl: string;
  /** The player's way to SEES (client certificate and all) and to license URLs (never with SEES' credentials). */
  readonly player: { readonly sees: Call; readonly license: Call };
  /** The harness's own way to the token and record services, where it may use them; undefined where not. */
  readonly expressplay: {
    readonly token: Call | undefined;
    readonly record: Call | undefined;
    readonly tokenUrl: string;
    readonly recordUrl: string;
    /** Where licenses of the played ExpressPlay are; undefined where another one issues the tokens. */
    readonly licenseUrl?: string;
  };
  /** SEES met with right and wrong certificates on both of its ways, opened when first asked for; undefined: SEES is played. */
  readonly tls: () => Promise<TlsDoor | undefined>;
  /** What beside the usual the operator named, for questions that need it. */
  readonly fixtures: {
    /** A title that SEES does not know. */
    readonly unknownContentID: string;
    /** A request that SEES must refuse for lack of entitlement. */
    readonly denied: DeniedRequest | undefined;
    /** A valid authenticator of another account or environment. */
    readonly otherAuthenticator: string | undefined;
    readonly otherDrmToken: string | undefined;
    /** Keys in its key storage. */
    readonly keyStore: readonly StoredKey[];
  };
  /** How far the clocks of those under test are from ours, as far as they showed by now. */
  readonly clocks: Clocks;
  /** Learns the time of a SEES that makes instants by its own clock, before the first of them comes; absent: none does. */
  readonly askTime?: () => Promise<void>;
  /** Called when scenarios are about to be played: begins what takes long and is asked for later; absent: nothing does. */
  readonly prepare?: () => void;
  /** Loads what scenarios will ask for, in a moment in which nothing else is to be done; absent: nothing is loaded late. */
  readonly load?: () => void;
  /** Knobs of the ExpressPlay double; undefined where ExpressPlay is foreign. */
  readonly controls: ExpressPlayControls | undefined;
  readonly describe: { readonly sees: string; readonly expressplay: string };
  /** From here on backend calls that nothing else claims are written into this journal. */
  attach(journal: Journal): void;
  /** Who called the played ExpressPlay without being of any scenario; undefined where nobody else can. */
  readonly visitors?: Visitors;
  /** Backend calls that `act` brings about inside this process are written into this journal, whatever else goes on. */
  within<T>(journal: Journal, act: () => Promise<T>): Promise<T>;
  /** Lines to show before the run: what to configure in the SEES under test. */
  readonly instructions: readonly string[];
  close(): Promise<void>;
}

/** Instead of an answer: what happens to the connection. */
export interface NoAnswer {
  readonly noAnswer: ConnectionFaultKind;
}

/** undefined: the usual answer. `usual` gets that one, for answers that are made out of it. */
export type MadeUpAnswer = (
  request: HttpRequest,
  usual: () => Promise<HttpResponse>,
) => HttpResponse | NoAnswer | undefined | Promise<HttpResponse | NoAnswer | undefined>;

/** An event of a history that never took place. */
export interface MadeUpEvent {
  readonly cookie: string;
  /** null and the empty text are written as they are; absent: the event has no such member. */
  readonly deviceId?: string | null;
  readonly errorCode?: number;
}

export interface MadeUpRecords {
  /** The operator wrote down what record answers look like (expressplay.record), or both ends are played. */
  readonly declared: boolean;
  /** The answer to a lookup by cookie if these were the events, newest first, in the declared format. */
  answer(events: readonly MadeUpEvent[]): HttpResponse;
  /** A device id as the records write it. */
  deviceId(hu: Buffer): string;
}

/** Knobs of an ExpressPlay double. Each returns a function that ends what it began. */
export interface ExpressPlayControls {
  /** Answers calls with this instead for as long as it stands; undefined: the usual answer. */
  fault(operation: Extract<Operation, 'token' | 'record'>, answer: MadeUpAnswer): () => void;
  /** Histories that never took place. */
  readonly records: MadeUpRecords;
  /** A URL of another host than ExpressPlay's, whose calls are journalled as well. Nothing is there. */
  readonly elsewhere: string;
  /** Events logged from now on stay hidden from record retrieval until released. */
  holdRecords(): () => void;
  /**
   * Judges one token, or shows the records of one cookie, as if it were `seconds` later (profile sees: SEES runs on real time,
   * that flow at ExpressPlay does not).
   */
  shift(subject: string, seconds: number): void;
  /** The instant from which this token is worth nothing, by the double's own clock; undefined for a token it never issued. */
  limitOf(token: string): number | undefined;
  /** When this token was issued, by the double's own clock; undefined for a token it never issued. */
  issuedAt(token: string): number | undefined;
  /** Authenticators of accounts that get no tokens, by the administrative state that keeps them from it. */
  readonly accountsInStates: ReadonlyMap<AccountState, string>;
  /** An authentic token of another DRM. */
  otherDrmToken(): string;
  /** A token of another environment. */
  otherEnvironmentToken(): string;
}
