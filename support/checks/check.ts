import type { ClockOffset, Journal } from '../exchange';
import type { Content, Readings } from '../protocol';
import type { Finding } from './finding';

/** What a check may know beside the journal: nothing that changes while a scenario runs, but for clocks better known. */
export interface Known {
  readonly readings: Readings;
  /** Titles configured for this run, by content id. */
  readonly contents: ReadonlyMap<string, Content>;
  /** The authenticator SEES is configured with; undefined where the operator did not tell. */
  readonly customerAuthenticator: string | undefined;
  /** SEES' calls to ExpressPlay are in the journal. */
  readonly backend: boolean;
  /** Field names of a record answer. */
  readonly record: RecordFormat;
  /** How the player meets SEES (reading tls.mode, C-04), and which wrong client certificates it has. */
  readonly tls: {
    readonly mode: 'mutual' | 'server' | 'none';
    readonly wrongCertificates: readonly WrongCertificate[];
  };
  /** Where the doubles' clock stands still: their time, whatever the journal's clock says; milliseconds. */
  readonly standsAtMs?: number;
  /** How far foreign clocks are ahead of ours, as measured by now; absent: nobody's clock but ours. */
  readonly clocks?: {
    /** Undefined: SEES does not tell the time. */
    sees(): ClockOffset | undefined;
    /** Undefined: ExpressPlay does not tell the time. */
    expressplay(): ClockOffset | undefined;
  };
}

/** Why no SEES can know a client by its certificate; `premature`: it is not valid yet. */
export type WrongCertificate = 'untrusted' | 'expired' | 'premature';

/** The declared format of a record answer (undocumented by the vendor, protocol.md 12.2). */
export interface RecordFormat {
  /** Key that holds the array of events; empty: the root is the array or a single event. */
  readonly root: string;
  readonly deviceId: string;
  readonly cookie: string;
  readonly errorCode: string;
  /** Name of the event id; absent: not declared. */
  readonly eventId?: string;
  /** What a cookie selects: up to 32 events, or the latest one (C-17); absent: not declared. */
  readonly mode?: 'last32' | 'latest';
}

/** What a Then step asks about; a check answers to one subject. */
export type Subject =
  | 'answer'
  | 'token-request'
  | 'record-request'
  | 'order'
  | 'token-url'
  | 'license'
  | 'history'
  | 'isolation'
  | 'binding'
  | 'recovery'
  /** What the token service answers to the harness itself. */
  | 'token-service'
  /** What the record service answers to the harness itself. */
  | 'records'
  /** Arrows that are drawn and not judged. */
  | 'arrow';

export interface Check {
  /** `ID` or `ID.part`, as the ledger has it. */
  readonly id: string;
  /** `every`: an invariant, judged on every exchange of every scenario without being asked. */
  readonly subject: Subject | 'every';
  /** Pure: the same journal gives the same findings. No findings: there was nothing to judge. */
  readonly judge: (journal: Journal, known: Known) => Finding[];
}
