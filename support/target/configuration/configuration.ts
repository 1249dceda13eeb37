import type { Content, Readings } from '../../protocol';
import type { Profile } from '../target';

/**
 * What a run was told, complete: file, environment, options and defaults are merged, `${NAME}` is replaced, paths are
 * absolute, everything is checked and frozen. Keys are those of `sees-conformance.config.yaml`
 * (`schemas/config.schema.json`) unless said otherwise.
 */
export interface Configuration {
  /** Absolute path of the file that was read; undefined: there was none. */
  readonly file: string | undefined;
  /** Folder against which relative paths were resolved: the file's, else the working directory. */
  readonly folder: string;
  readonly profile: Profile;
  /** How doubles are reached. */
  readonly hosting: 'nock' | 'direct' | 'port';
  readonly gate: 'must' | 'should' | 'none';
  /** 0 to 2^31 - 1; repeats every choice of the run. */
  readonly seed: number;
  /** Hex digits; with the seed it makes the identities (cookies, message ids, devices) of this run. */
  readonly nonce: string;
  /** Absolute path of the output folder. */
  readonly out: string;
  /** Cucumber tag expression. */
  readonly tags: string | undefined;
  /** Ids of requirements (`ID`) and checks (`ID.part`), all known to the ledger; empty: all. */
  readonly requirement: readonly string[];
  /** Absolute path. */
  readonly waivers: string | undefined;
  /** This run's share: 1 <= index <= count. */
  readonly shard: { readonly index: number; readonly count: number } | undefined;
  /** Whether the Allure report is rendered after the run. */
  readonly html: boolean;
  /** Absolute path of the private key that signs `conformance.json`. */
  readonly sign: string | undefined;
  /** The operator said that hostile inputs may go to hosts that are not loopback. */
  readonly iOwnThisTarget: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
  readonly debug: boolean;
  readonly sees: SeesConfiguration;
  readonly expressplay: ExpressPlayConfiguration;
  readonly devices: readonly DeviceConfiguration[];
  readonly readings: Readings;
  readonly timeouts: Timeouts;
  readonly limits: Limits;
  readonly network: Network;
  readonly time: {
    readonly mode: 'virtual' | 'real';
    /** The shortest expirationTime that a run on real time may ask for. */
    readonly shortestExpirySeconds: number;
  };
  readonly rate: {
    /** Undefined: as fast as answers come. */
    readonly requestsPerSecond: number | undefined;
  };
}

export interface SeesConfiguration {
  /** Absolute http(s) URL of the entitlement endpoint; undefined: the reference SEES or `module` plays. */
  readonly url: string | undefined;
  /** Absolute path of a module whose `createSees` makes a SEES in this process, in place of the reference. */
  readonly module: string | undefined;
  readonly tls: SeesTls;
  /** Titles known to the SEES at play; ids are unique. */
  readonly contents: readonly Content[];
  /** Derived, no key of the file: `contents` is the embedded demo catalog, made from the seed. */
  readonly embeddedCatalogue: boolean;
  /** `contentID` is one of `contents`. */
  readonly registration: { readonly contentID: string };
  /** A content id that SEES does not know. */
  readonly unknownContentID: string;
  /** A well-formed request that SEES must refuse for lack of entitlement; undefined: the operator named none. */
  readonly denied: DeniedRequest | undefined;
}

export interface DeniedRequest {
  readonly requestType: 1 | 2 | 3;
  readonly contentID: string;
  readonly customerCookie: string | undefined;
}

/** Paths are absolute, files are PEM. */
export interface SeesTls {
  readonly mode: 'mutual' | 'server' | 'none';
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  /** Name to ask for and to verify instead of the URL's host. */
  readonly servername: string | undefined;
  /** Client certificates that SEES must refuse. */
  readonly untrusted: CertificateFiles | undefined;
  readonly expired: CertificateFiles | undefined;
  /** Not valid yet. */
  readonly premature: CertificateFiles | undefined;
}

export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
}

export interface ExpressPlayConfiguration {
  /** Absolute http(s) URL with path; undefined: ExpressPlay is played by the reference. */
  readonly tokenUrl: string | undefined;
  readonly recordUrl: string | undefined;
  /** Secret. In `stub` derived from the seed where not given. */
  readonly customerAuthenticator: string | undefined;
  /** Secret: a valid authenticator of another environment or account. */
  readonly otherAuthenticator: string | undefined;
  /** Secret: a token that is not for FairPlay. */
  readonly otherDrmToken: string | undefined;
  /** Absolute path of an authority to trust beside the platform's, PEM. */
  readonly tls: { readonly ca: string | undefined };
  /** Keys in the key storage of the ExpressPlay at play. Key material is lower-case hex, secret. */
  readonly keyStore: readonly StoredKey[];
  /** Test credentials that an emulator shares with the harness; undefined: the embedded ones. */
  readonly credentials: CredentialFiles | undefined;
  readonly record: RecordConfiguration;
  readonly listen: ListenConfiguration;
}

export interface StoredKey {
  /** 32 lower-case hex digits, or `^` and up to 64 characters. */
  readonly kid: string;
  /** RFC 3394 wrapped content key, 48 hex digits. */
  readonly ek: string;
  /** The key it is wrapped with, 32 hex digits. */
  readonly kek: string | undefined;
}

export interface CredentialFiles {
  /** DER or PEM. */
  readonly certificate: string;
  /** PEM; undefined: SPCs can be built but not read. */
  readonly privateKey: string | undefined;
  /** Secret, 16 bytes as 32 hex digits. */
  readonly ask: string;
}

/** The declared format of a record answer. */
export interface RecordConfiguration {
  /** Derived, no key of the file: the operator wrote this section, or the reference plays both ends. */
  readonly declared: boolean;
  /** Key that holds the array of events; empty: the root is the array or a single event. */
  readonly root: string;
  readonly fields: {
    readonly eventId: string;
    readonly eventType: string;
    readonly timestamp: string;
    readonly cookie: string;
    readonly deviceId: string;
    readonly errorCode: string;
  };
  readonly mode: 'last32' | 'latest';
  /** Until an event can be seen; a double shows it that late, a foreign service is given that long. */
  readonly visibilityMs: number;
  /** What a double answers where no event matches. */
  readonly emptyForm: 'array' | 'object' | '404';
  /** What a double answers in mode `latest`: an array of one, or the event itself. */
  readonly latestForm: 'array' | 'object';
  /** How a double writes a device id. */
  readonly deviceIdForm: 'hex' | 'HEX' | 'guid';
}

export interface ListenTls extends CertificateFiles {
  /** Authority (PEM) of the certificate that SEES has to present; undefined: none is asked for. */
  readonly clientCa: string | undefined;
}

/** Where the played ExpressPlay listens in profile `sees`. */
export interface ListenConfiguration {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Ports of their own for record retrieval and licenses; undefined: `port` serves all three. */
  readonly recordPort: number | undefined;
  readonly licensePort: number | undefined;
  readonly tls: ListenTls | undefined;
  /** Base URL under which the SEES under test and the player reach the listener; undefined: host and port. */
  readonly publicUrl: string | undefined;
  /** Base URLs of record retrieval and of licenses, where those are not reached under `publicUrl`. */
  readonly recordPublicUrl: string | undefined;
  readonly licensePublicUrl: string | undefined;
}

/** Scenarios speak of device A, device B and so on, and take these in order. */
export interface DeviceConfiguration {
  readonly name: string;
  readonly spc: SpcConfiguration;
}

/** Steps at which a device needs an SPC. */
export type SpcStep = 'bootstrap' | 'bound' | 'wrong-device';

export type SpcConfiguration =
  | {
      readonly source: 'synthetic';
      /** 20 bytes as 40 hex digits; undefined: derived from seed and nonce. */
      readonly hu: string | undefined;
    }
  | {
      readonly source: 'file';
      /** Absolute paths of captured SPCs, used in order, one per redemption. */
      readonly files: Readonly<Record<SpcStep, readonly string[]>>;
      /** An older file is not sent; undefined: of any age. */
      readonly maxAgeSeconds: number | undefined;
      /** Sent in turns, once all were sent; if not, each is sent once. */
      readonly reuse: boolean;
      /** Certificate the captures were made with (DER); its hash is compared. */
      readonly certificate: string | undefined;
    }
  | {
      readonly source: 'command';
      /** Program and arguments, `{device}`, `{contentID}` and `{step}` are replaced; with `shell` one command line. */
      readonly command: readonly string[];
      readonly shell: boolean;
      /** Form of the SPC that it prints. */
      readonly output: 'raw' | 'base64';
      readonly timeoutMs: number;
      /** It may print the same SPC again. */
      readonly reuse: boolean;
      /** As with `file`, compared with what is printed. */
      readonly certificate: string | undefined;
      /** Derived, no key of the file: arguments that came from the environment. */
      readonly secrets: readonly string[];
    };

/** How long one answer may take before it counts as none. */
export interface Timeouts {
  readonly entitlementMs: number;
  readonly tokenMs: number;
  readonly recordMs: number;
  readonly licenseMs: number;
  /** For a request to the played ExpressPlay to arrive as a whole. */
  readonly requestMs: number;
}

/** The way to targets; doubles are never called by a proxy. */
export interface Network {
  /** For all of them. Absolute http or https URL; user and password in it are secret. */
  readonly proxy: string | undefined;
  /** Derived, no key of the file: what HTTP_PROXY, HTTPS_PROXY and NO_PROXY say, where `proxy` does not. */
  readonly environment: ProxyEnvironment;
}

export interface ProxyEnvironment {
  /** For http targets; a URL as `proxy`. */
  readonly http: string | undefined;
  /** For https targets. */
  readonly https: string | undefined;
  /** Hosts that are called directly, as NO_PROXY lists them. */
  readonly except: string | undefined;
}

export interface Limits {
  /** Largest body that is read, after content decoding. */
  readonly responseBytes: number;
  /** Largest body of a request to the played ExpressPlay. */
  readonly requestBytes: number;
  /** Redemptions that a run may ask of a foreign ExpressPlay (each may cost a credit); undefined: no limit. */
  readonly redemptions: number | undefined;
  /** Flows in flight in the isolation scenarios. */
  readonly parallelFlows: number;
  /** Open connections to one host. */
  readonly sockets: number;
}
