import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Call, Clock, Handler } from '../exchange';
import { createTestCredentials, loadTestCredentials, type TestCredentials } from '../fairplay';
import {
  createExpressPlay,
  createSees,
  DEFAULT_EXPRESSPLAY_RULES,
  DEFAULT_SEES_RULES,
  type ExpressPlayService,
} from '../reference';
import type { Violation } from '../violations';
import type { Configuration } from './configuration';
import type { RecordFormat } from '../checks';

/** Something misbehaves on purpose; `applied` tells that it really did. */
export interface Misbehavior {
  readonly violation: Violation;
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
  const { root, fields } = configuration.expressplay.record;
  return { root, deviceId: fields.deviceId, cookie: fields.cookie, errorCode: fields.errorCode };
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
  const keyStore = Object.fromEntries(
    expressplay.keyStore.map(({ kid, ek, kek }) => [kid, { ek, ...(kek === undefined ? {} : { kek }) }]),
  );
  return createExpressPlay(
    {
      accounts: authenticators.flatMap((customerAuthenticator) =>
        customerAuthenticator === undefined ? [] : [{ customerAuthenticator, keyStore }],
      ),
      licenseUrl,
      credentials: credentialsOf(configuration),
      deviceIdForm: record.deviceIdForm,
      record: {
        mode: record.mode,
        format: recordFormatOf(configuration),
        visibilityMs: record.visibilityMs,
        emptyForm: record.emptyForm,
        latestForm: record.latestForm,
      },
      deviceBinding: { supported: readings['deviceBinding.supported'], names: readings['names.deviceId'] },
    },
    { clock, random: randomBytes },
    misbehavior?.violation.expressplay?.(DEFAULT_EXPRESSPLAY_RULES, misbehavior.applied),
  );
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
  const absolute = sees.contents.filter((content) => content.expirationForm === 'absolute');
  return createSees(
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
    },
    { clock, random: randomBytes, call },
    misbehavior?.violation.sees?.(DEFAULT_SEES_RULES, misbehavior.applied),
  );
}
