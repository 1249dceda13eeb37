/**
 * What the harness meant by something it sent. Checks read it beside the bytes, so that a verdict never has to guess the
 * intention from the request (a scenario acts, a check judges: architecture decision 1).
 */

/** How the requesting cookie stands with ExpressPlay when a type 3 request is sent. */
export type Registration =
  /** No registration was ever begun under this cookie. */
  | 'none'
  /** SEES handed out the cookie-bound URL; nobody redeemed it. */
  | 'unredeemed'
  /** The redemption was tried and refused (bad SPC, expired token). */
  | 'failed'
  /** A redemption with this cookie was granted. */
  | 'redeemed'
  /** Redeemed, but the record service does not show it yet. */
  | 'delayed';

/** The one thing that a deliberately wrong request does differently from its valid twin. */
export interface Flaw {
  /** Kebab case; what tables in features and checks name it by. */
  readonly id: string;
  /** In words, for messages: `messageID is missing`. */
  readonly sentence: string;
}

/** What the harness's ExpressPlay is made to say to SEES during one entitlement exchange, for the whole of it. */
export interface Upstream {
  /** Which service says it. */
  readonly at: 'token' | 'record';
  /** The group that checks know it by. */
  readonly kind:
    /** Token service: an error with a status of its own. */
    | 'json-error'
    | 'html-error'
    /** Token service: no connection, a broken one, or none that answers. */
    | 'unreachable'
    /** Token service: the status of a success, and no token URL. */
    | 'unusable'
    /** Token service: the token URL, written as a uri-list may be (RFC 2483). */
    | 'uri-list'
    /** Token service: sent on to another host. */
    | 'redirect'
    /** Token service: an error text that repeats secrets of the request. */
    | 'echo'
    /** Record service: no event bears a usable device id. */
    | 'no-device'
    /** Record service: trouble instead of records. */
    | 'failing'
    /** Record service: events, none of them of the cookie asked for. */
    | 'other-cookies'
    /** Record service: a sound answer with a made-up history. */
    | 'history';
  /** Kebab case; names one row of a group. */
  readonly id: string;
  /** In words, for messages: `the token service answers with an outage`. */
  readonly sentence: string;
  /** HTTP status of the answer, where it is one. */
  readonly status?: number;
  /** ExpressPlay's error code in it. */
  readonly code?: number;
  /** Of a history: devices of granted redemptions under the cookie, newest first, as the record writes them. */
  readonly devices?: readonly string[];
}

export interface EntitlementStimulus {
  readonly kind: 'entitlement';
  /** Names one client's story inside a scenario, e.g. `device A` or `flow 7`. */
  readonly flow: string;
  /** Which device (player) asks; its HU is never part of an entitlement request. */
  readonly device: string;
  readonly messageID: string;
  readonly version: number;
  readonly requestType: 1 | 2 | 3;
  readonly contentID: string;
  readonly cookie?: string;
  /** The request follows the documents in every respect, so the rules of the answer hold (ledger, SEES-RES-*). */
  readonly valid: boolean;
  /** Only for requestType 3. */
  readonly registration?: Registration;
  /** Whose device the cookie was registered by; differs from `device` where a client uses another client's cookie. */
  readonly cookieOwner?: string;
  /** The fault that the harness's ExpressPlay shows during this whole exchange, in words; absent: none. */
  readonly fault?: string;
  /** The same in detail, and sound answers that are made up; absent: ExpressPlay answers as it always does. */
  readonly upstream?: Upstream;
  /** The client goes away before the answer (SEQ-52). */
  readonly aborted?: boolean;
  /**
   * Present when the request is wrong or unusual on purpose; `valid` is false then, and the members above say what was meant. Only
   * where it is the user who is wrong (`not-entitled`) the request stays valid.
   */
  readonly flaw?: Flaw;
  /** Number of the entitlement exchange that shows the nearest valid request granted. */
  readonly twin?: number;
}

/** The one way in which a license request differs from its valid twin. */
export type Deviation =
  | 'none'
  /** The URL is bound to another device than the one whose SPC is sent. */
  | 'other-device'
  /** As `other-device`, and the query outside the token was edited to name the sender. */
  | 'altered-url'
  /** The bound device itself, with another HU than it registered with (a privacy feature of newer systems). */
  | 'changed-hu'
  /** A device whose id shares a long prefix or suffix with the bound one. */
  | 'similar-id'
  /** The right device, after the token's expirationTime. */
  | 'expired'
  /** Another device, after the token's expirationTime. */
  | 'other-device-expired'
  /** An SPC that no key server can read, for a registration that must fail. */
  | 'bad-spc'
  /** The body is no SPC that may be answered with a license; `flaw` says why. */
  | 'flawed-spc'
  /** The token in the URL is not one that this service gave for this; `flaw` says why. */
  | 'flawed-token'
  /** Method, content type, URL or encoding differ; `flaw` says how. */
  | 'flawed-request';

export interface LicenseStimulus {
  readonly kind: 'license';
  readonly flow: string;
  /** Whose SPC is sent. */
  readonly device: string;
  /** Number of the entitlement exchange that handed out the URL. */
  readonly grant: number;
  /** Content the URL was asked for; the license must open with its key. */
  readonly contentID: string;
  /** requestType of that entitlement. */
  readonly requestType: 1 | 2 | 3;
  readonly deviation: Deviation;
  /** Number of the license exchange that shows the nearest valid request granted; absent for the twin itself. */
  readonly twin?: number;
  /** Seconds between the token's limit and the moment of judgement (+1 = one second late); absent: no limit at play. */
  readonly offsetSeconds?: number;
  /** Why an answer that looks wrong would be no proof: the clock that judges the token's end is not known. A clause. */
  readonly undecided?: string;
  /** The harness built the SPC, so it can open the CKC. */
  readonly synthetic: boolean;
  /** Finer than `deviation`, where that is `flawed-spc`, `flawed-token` or `flawed-request`. */
  readonly flaw?: Flaw;
  /** Documented codes that would name this fault; the first is the one it was made for (a SHOULD). */
  readonly codes?: readonly number[];
}

/** Which records are asked for (EP-CN, EP-IT: at most one selector). */
export type RecordSelector =
  | { readonly kind: 'none' }
  | { readonly kind: 'cookie'; readonly cookie: string }
  | { readonly kind: 'id'; readonly eventId: string }
  | { readonly kind: 'window'; readonly start: number; readonly length: number }
  | { readonly kind: 'combined'; readonly sentence: string };

/** A record request of the harness itself, as SEES would send it. */
export interface RecordStimulus {
  readonly kind: 'record';
  readonly flow: string;
  /** Whose history is asked for; the cookie of the flow even where the selector is another one. */
  readonly cookie: string;
  readonly registration: Registration;
  /** Default: the cookie. */
  readonly selector?: RecordSelector;
  readonly flaw?: Flaw;
  readonly twin?: number;
}

/** A token request of the harness itself, as SEES would send it. */
export interface TokenStimulus {
  readonly kind: 'token';
  readonly flow: string;
  /** What it is about, in words. */
  readonly purpose: string;
  /** Follows the documents in every respect, so it must be answered with a token. */
  readonly valid: boolean;
  readonly format?: 'json' | 'html' | undefined;
  /** In what a valid request differs from the plainest one; its id names the parameter. */
  readonly variation?: Flaw;
  /** Present when it is wrong on purpose. */
  readonly flaw?: Flaw;
  /** Number of the token exchange that shows the nearest valid request answered with a token. */
  readonly twin?: number;
  /**
   * Documented codes that would name this fault (a SHOULD: the documents name codes, not triggers); the first is the one it
   * was made for.
   */
  readonly codes?: readonly number[];
}

export type Stimulus = EntitlementStimulus | LicenseStimulus | RecordStimulus | TokenStimulus;
