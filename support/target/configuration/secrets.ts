import { readFileSync } from 'node:fs';
import { proxyCredentials, type SecretKind } from '../../exchange';
import type { Configuration } from './configuration';

/** A value that must never be shown, with the kind the redactor tags it by. */
export interface Secret {
  readonly kind: SecretKind;
  /** Text as it would travel (hex digits for key material, PEM for private keys). */
  readonly value: string;
}

/** Everything secret in a configuration: tell it to the redactor before the first exchange. Reads the private key files. */
export function secretsOf({ sees, expressplay, devices, sign, network }: Configuration): Secret[] {
  const known: [SecretKind, string | undefined][] = [
    ['authenticator', expressplay.customerAuthenticator],
    ['authenticator', expressplay.otherAuthenticator],
    ['token', expressplay.otherDrmToken],
    ...sees.contents.flatMap(({ contentKey, iv, kek, ek }): [SecretKind, string | undefined][] => [
      ['contentKey', contentKey],
      ['iv', iv],
      ['kek', kek],
      ['ek', ek],
    ]),
    ...expressplay.keyStore.flatMap(({ kek, ek }): [SecretKind, string | undefined][] => [
      ['kek', kek],
      ['ek', ek],
    ]),
    ...devices.map(({ spc }): [SecretKind, string | undefined] => [
      'device',
      spc.source === 'synthetic' ? spc.hu : undefined,
    ]),
    ...devices.flatMap(({ spc }): [SecretKind, string | undefined][] =>
      spc.source === 'command' ? spc.secrets.map((argument) => ['token', argument]) : [],
    ),
    ['privateKey', expressplay.credentials?.ask],
    ...[network.proxy, network.environment.http, network.environment.https].flatMap(ofProxy),
  ];
  const { untrusted, expired, premature } = sees.tls;
  const keyFiles = [sees.tls, untrusted, expired, premature, expressplay.listen.tls].map((files) => files?.key);
  for (const file of [...keyFiles, expressplay.credentials?.privateKey, sign]) {
    if (file !== undefined) known.push(['privateKey', readFileSync(file, 'utf8').trim()]);
  }
  return known.flatMap(([kind, value]) => (value === undefined ? [] : [{ kind, value }]));
}

/** As it is, as it is spelled in the URL, and as it travels. */
function ofProxy(url: string | undefined): [SecretKind, string | undefined][] {
  const parsed = url === undefined ? undefined : new URL(url);
  const credentials = parsed && proxyCredentials(parsed);
  if (parsed === undefined || credentials === undefined) return [];
  return [credentials.password, parsed.password, credentials.basic].map((value) => ['proxy', value]);
}
