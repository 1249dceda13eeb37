import { readFileSync } from 'node:fs';
import { proxyCredentials, Redactor, type SecretKind } from '../../exchange';
import type { Configuration } from './configuration';

/** A value that must never be shown, with the kind the redactor tags it by. */
export interface Secret {
  readonly kind: SecretKind;
  /** Text as it would travel (hex digits for key material, PEM for private keys), or the bytes of a key in DER. */
  readonly value: string | Buffer;
}

/** A redactor that knows everything secret in a configuration. Reads the private key files. */
export function redactorOf(configuration: Configuration): Redactor {
  const redactor = new Redactor();
  for (const { kind, value } of secretsOf(configuration)) redactor.learn(kind, value);
  return redactor;
}

/** Everything secret in a configuration. Reads the private key files. */
export function secretsOf({ sees, expressplay, devices, sign, network }: Configuration): Secret[] {
  const known: [SecretKind, string | Buffer | undefined][] = [
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
  for (const url of [sees.url, expressplay.tokenUrl, expressplay.recordUrl]) {
    known.push(...credentialsIn(url).map((value): [SecretKind, string] => ['credential', value]));
  }
  const { untrusted, expired, premature } = sees.tls;
  const keyFiles = [sees.tls, untrusted, expired, premature, expressplay.listen.tls].map((files) => files?.key);
  for (const file of [...keyFiles, expressplay.credentials?.privateKey, sign]) {
    if (file !== undefined) known.push(['privateKey', keyIn(readFileSync(file))]);
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

/** Values in a URL's query that let somebody in, by what they are called: `?code=`, `?apiKey=`, `?sig=`. */
function credentialsIn(url: string | undefined): string[] {
  if (url === undefined) return [];
  return [...new URL(url).searchParams]
    .filter(([name]) => /key|token|secret|pass|auth|sig|code/i.test(name))
    .map(([, value]) => value);
}

function keyIn(file: Buffer): string | Buffer {
  const text = file.toString('latin1').trim();
  return text.startsWith('-----BEGIN') ? text : file;
}
