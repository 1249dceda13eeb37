import type { RecordFormat } from '../../checks';
import type { Content } from '../../protocol';

/** What SEES does when a cookie has redemptions of several devices (reading multiDevice, C-31). */
export type MultiDevice = 'latest' | 'first' | 'deny';

/** How a refusal is worded on the wire (readings denial.status, denial.epTokenURL). */
export interface RefusalStyle {
  /** HTTP status of a decision against the client; default 200. */
  readonly status?: number;
  /** The member epTokenURL of a refusal: an empty string (default), null, or not there at all. */
  readonly epTokenURL?: 'empty' | 'null' | 'absent';
}

export interface SeesOptions {
  readonly contents: readonly Content[];
  /** The dummy title of registrations; must be one of `contents`. Any other title registers as well (C-09). */
  readonly registrationContentID?: string;
  readonly customerAuthenticator: string;
  /** Absolute URL of the token service. */
  readonly tokenUrl: string;
  /** Absolute URL of the record service. */
  readonly recordUrl: string;
  /** Name of the device restriction in token requests (C-12); default `deviceid`. */
  readonly deviceIdParameter?: string;
  /** Default `latest`. */
  readonly multiDevice?: MultiDevice;
  /** Declared format of record answers; default DEFAULT_RECORD_FORMAT. */
  readonly record?: RecordFormat;
  /** errorFormat asked of ExpressPlay; default `json`. */
  readonly errorFormat?: 'json' | 'html';
  /** Default `GET`. */
  readonly tokenMethod?: 'GET' | 'POST';
  readonly refusal?: RefusalStyle;
  /** Requests that match every given member are refused for lack of entitlement. */
  readonly denied?: { readonly contentID?: string; readonly cookie?: string };
  /** Titles whose relative expirationTime SEES turns into an absolute one by its own clock. */
  readonly absoluteExpiry?: ReadonlySet<string>;
  /** Path of the entitlement endpoint; absent: any path. */
  readonly path?: string;
}

/** The record answer of the reference pair: an array at the root, newest event first. */
export const DEFAULT_RECORD_FORMAT: RecordFormat = {
  root: '',
  deviceId: 'device_id',
  cookie: 'cookie',
  errorCode: 'error_code',
};
