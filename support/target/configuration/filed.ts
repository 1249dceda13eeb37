import type { Content, Readings } from '../../protocol';
import type { Profile } from '../target';
import type {
  Configuration,
  CredentialFiles,
  DeniedRequest,
  ExpressPlayConfiguration,
  Limits,
  ListenConfiguration,
  ListenTls,
  RecordConfiguration,
  SeesTls,
  SpcStep,
  StoredKey,
  Timeouts,
} from './configuration';

/** What may be undefined may be left out. */
type Sparse<T> = { readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  readonly [K in keyof T as undefined extends T[K] ? K : never]?: T[K];
};

type Run = Pick<Configuration, 'gate' | 'out' | 'tags' | 'waivers' | 'html' | 'sign' | 'iOwnThisTarget'> &
  Pick<Configuration, 'quiet' | 'json' | 'debug' | 'requirement'>;

/** Settings as schemas/config.schema.json allows them, static defaults filled in, paths as they are written. */
export type Filed = Sparse<Run> & {
  readonly profile: Profile;
  readonly hosting?: Configuration['hosting'];
  readonly seed?: number;
  readonly nonce?: string;
  readonly shard?: string;
  readonly sees: {
    readonly url?: string;
    readonly module?: string;
    readonly tls: Sparse<Omit<SeesTls, 'mode'>> & { readonly mode?: SeesTls['mode'] };
    readonly contents?: readonly Content[];
    readonly registration: { readonly contentID?: string };
    readonly unknownContentID: string;
    readonly denied?: Omit<Sparse<DeniedRequest>, 'contentID'> & { readonly contentID?: string };
  };
  readonly expressplay: Sparse<
    Omit<ExpressPlayConfiguration, 'tls' | 'keyStore' | 'credentials' | 'record' | 'listen'>
  > & {
    readonly tls: { readonly ca?: string };
    readonly keyStore: readonly Sparse<StoredKey>[];
    readonly credentials?: Sparse<CredentialFiles>;
    readonly record: Omit<RecordConfiguration, 'declared'>;
    readonly listen: Sparse<Omit<ListenConfiguration, 'tls'>> & { readonly tls?: Sparse<ListenTls> };
  };
  readonly devices: readonly { readonly name: string; readonly spc: FiledSpc }[];
  readonly readings: Readings;
  readonly timeouts: Timeouts;
  readonly limits: Sparse<Limits>;
  readonly network: { readonly proxy?: string };
  readonly time: { readonly mode?: 'virtual' | 'real'; readonly shortestExpirySeconds: number };
  readonly rate: { readonly requestsPerSecond?: number };
};

export interface FiledSpc {
  readonly source: 'synthetic' | 'file' | 'command';
  readonly hu?: string;
  readonly files?: Readonly<Partial<Record<SpcStep, readonly string[]>>>;
  readonly certificate?: string;
  readonly maxAgeSeconds?: number;
  readonly reuse?: boolean;
  readonly command?: readonly string[];
  readonly shell?: boolean;
  readonly output?: 'raw' | 'base64';
  readonly timeoutMs: number;
}
