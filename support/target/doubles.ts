import { readFileSync } from 'node:fs';
import type { Call, Clock, Handler } from '../exchange';
import { createTestCredentials, loadTestCredentials, systemRandom, type TestCredentials } from '../fairplay';
import {
  createExpressPlay,
  createSees,
  DEFAULT_EXPRESSPLAY_RULES,
  DEFAULT_SEES_RULES,
  type AccountState,
  type ExpressPlayService,
  type RecordServiceOptions,
} from '../reference';
import { wrapContentKey } from '../protocol';
import type { Decorations, Variation } from '../violations';
import { embeddedAuthenticator, embeddedKeyStore, type Configuration } from './configuration';
import type { RecordFormat } from '../checks';

/** In what the reference pair is to differ from itself. */
export interface Misbehavior {
  /** Something misbehaves on purpose. */
  readonly violation?: Decorations;
  /** Something is done differently, and right. */
  readonly variation?: Variation;
  /** Told whenever the violation really made a difference. */
  readonly applied: () => void;
}

export function credentialsOf(configuration: Configuration): TestCredentials {
  const { credentials } = configuration.expressplay;
  if (credentials === undefined) return loadTestCredentials();
  return createTestCredentials({
    certificate: readFileSync(credentials.certificate),
    ...(credentials.privateKey === undefined ? {} : { privateKey: readFileSync(credentials.privateKey) }),
    ask: Buffer.from(credentials.ask, 'hex'),
  });
}

export function recordFormatOf(configuration: Configuration): RecordFormat {
  const { root, fields, mode } = configuration.expressplay.record;
  const { deviceId, cookie, errorCode, eventId } = fields;
  return { root, deviceId, cookie, errorCode, eventId, mode };
}

/** The keys stored at our own ExpressPlay: those configured, or else two of its own. */
export function keyStoreOf({ seed, expressplay }: Configuration): Configuration['expressplay']['keyStore'] {
  return expressplay.keyStore.length > 0 ? expressplay.keyStore : embeddedKeyStore(seed);
}

const ACCOUNT_STATES: readonly AccountState[] = [
  'no-tokens-left',
  'admin-error',
  'disabled',
  'no-fairplay',
  'fairplay-off',
];

/** Authenticators of accounts of our own ExpressPlay that get no tokens, by the state that keeps them from it. */
export function accountsInStates({ seed }: Configuration): ReadonlyMap<AccountState, string> {
  return new Map(ACCOUNT_STATES.map((state) => [state, embeddedAuthenticator(seed, `account ${state}`)]));
}

/** The reference ExpressPlay as a configuration wants it. */
export function expressPlayDouble(
  configuration: Configuration,
  clock: Clock,
  licenseUrl: string,
  misbehavior?: Misbehavior,
): ExpressPlayService {
  const { expressplay, readings } = configuration;
  const { record } = expressplay;
  const authenticators = [expressplay.customerAuthenticator, expressplay.otherAuthenticator];
  const inStates = [...accountsInStates(configuration)];
  const keyStore = Object.fromEntries([
    ...keysOfTitles(configuration),
    ...keyStoreOf(configuration).map(
      ({ kid, ek, kek }) => [kid, { ek, ...(kek === undefined ? {} : { kek }) }] as const,
    ),
  ]);
  const violation = misbehavior?.violation;
  const applied = misbehavior?.applied ?? ((): void => undefined);
  const service = createExpressPlay(
    {
      accounts: [
        ...authenticators.flatMap((customerAuthenticator) =>
          customerAuthenticator === undefined ? [] : [{ customerAuthenticator, keyStore }],
        ),
        ...inStates.map(([state, customerAuthenticator]) => ({ customerAuthenticator, state })),
      ],
      licenseUrl,
      credentials: credentialsOf(configuration),
      deviceIdForm: record.deviceIdForm,
      record: recordOptionsOf(configuration),
      deviceBinding: { supported: readings['deviceBinding.supported'], names: readings['names.deviceId'] },
    },
    { clock, random: systemRandom },
    violation?.expressplayRules?.(DEFAULT_EXPRESSPLAY_RULES, applied),
  );
  return violation?.expressplay === undefined
    ? service
    : { ...service, handle: violation.expressplay(service.handle, applied) };
}

/** Options of record retrieval that the configuration declares. */
export function recordOptionsOf(configuration: Configuration): RecordServiceOptions {
  const { record } = configuration.expressplay;
  return {
    mode: record.mode,
    format: recordFormatOf(configuration),
    visibilityMs: record.visibilityMs,
    emptyForm: record.emptyForm,
    latestForm: record.latestForm,
  };
}

/** Stored keys that the titles of a SEES name by kid are in the key storage of our own ExpressPlay. */
function keysOfTitles(configuration: Configuration): [kid: string, stored: { ek: string; kek: string }][] {
  return configuration.sees.contents.flatMap(({ kid, kek, contentKey }) => {
    // RFC 3394 with a key of the content key's size is all that the key storage of ours knows.
    if (kid === undefined || kek?.length !== contentKey.length) return [];
    const ek = wrapContentKey(Buffer.from(kek, 'hex'), Buffer.from(contentKey, 'hex')).toString('hex');
    return [[kid, { ek, kek }]];
  });
}

/** The reference SEES as a configuration wants it. */
export function seesDouble(
  configuration: Configuration,
  clock: Clock,
  urls: { readonly token: string; readonly record: string },
  call: Call,
  misbehavior?: Misbehavior,
): Handler {
  const { sees, expressplay, readings } = configuration;
  const violation = misbehavior?.violation;
  const applied = misbehavior?.applied ?? ((): void => undefined);
  const absolute = sees.contents.filter((content) => content.expirationForm === 'absolute');
  const handler = createSees(
    {
      contents: sees.contents,
      registrationContentID: sees.registration.contentID,
      customerAuthenticator: expressplay.customerAuthenticator ?? '',
      tokenUrl: urls.token,
      recordUrl: urls.record,
      deviceIdParameter: readings['names.deviceId'][0] ?? 'deviceid',
      multiDevice: readings.multiDevice,
      record: recordFormatOf(configuration),
      absoluteExpiry: new Set(absolute.map((content) => content.contentID)),
      ...(sees.denied === undefined
        ? {}
        : {
            denied: {
              contentID: sees.denied.contentID,
              ...(sees.denied.customerCookie === undefined ? {} : { cookie: sees.denied.customerCookie }),
            },
          }),
      ...misbehavior?.variation?.options,
    },
    { clock, random: systemRandom, call: violation?.call?.(call, applied) ?? call },
    violation?.seesRules?.(DEFAULT_SEES_RULES, applied),
  );
  return violation?.sees?.(handler, applied) ?? handler;
}
