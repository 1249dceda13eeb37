import { randomBytes, randomInt } from 'node:crypto';
import type { Content } from '../../protocol';
import type {
  Configuration,
  DeviceConfiguration,
  ExpressPlayConfiguration,
  ListenConfiguration,
  ProxyEnvironment,
  SeesConfiguration,
  SeesTls,
} from './configuration';
import { embeddedAuthenticator, embeddedCatalogue } from './embedded-catalogue';
import type { Filed } from './filed';
import type { KeyPath } from './key-path';
import { isProduction } from '../production';
import { expressplayIsForeign, seesIsForeign } from './roles';

/** What is known beside the settings. */
export interface Surroundings {
  readonly file: string | undefined;
  readonly folder: string;
  /** The operator wrote the section expressplay.record. */
  readonly recordDeclared: boolean;
  readonly resolve: (path: string) => string;
  /** The value came through `${NAME}` and is not to be repeated. */
  readonly isHidden: (path: KeyPath) => boolean;
  /** Of the environment. */
  readonly proxies: ProxyEnvironment;
}

/** Life of the embedded titles whose end is waited for, where waiting costs nothing. */
const VIRTUAL_SECONDS = 60;

/** Everything that was left out is filled in; the settings have been checked. */
export function complete(filed: Filed, surroundings: Surroundings): Configuration {
  const seed = filed.seed ?? randomInt(2 ** 31);
  const resolve = (path: string | undefined) => (path === undefined ? undefined : surroundings.resolve(path));
  const time = {
    mode: filed.time.mode ?? (isPlayedWhole(filed) ? ('virtual' as const) : ('real' as const)),
    shortestExpirySeconds: filed.time.shortestExpirySeconds,
  };
  const short = time.mode === 'virtual' ? VIRTUAL_SECONDS : time.shortestExpirySeconds;
  return {
    file: surroundings.file,
    folder: surroundings.folder,
    profile: filed.profile,
    hosting: filed.hosting ?? defaultHosting(filed),
    gate: filed.gate,
    seed,
    nonce: filed.nonce?.toLowerCase() ?? randomBytes(8).toString('hex'),
    out: surroundings.resolve(filed.out),
    tags: filed.tags,
    requirement: filed.requirement,
    waivers: resolve(filed.waivers),
    shard: shardOf(filed.shard),
    html: filed.html,
    sign: resolve(filed.sign),
    iOwnThisTarget: filed.iOwnThisTarget,
    quiet: filed.quiet,
    json: filed.json,
    debug: filed.debug,
    sees: completeSees(filed, surroundings, filed.sees.contents?.map(lowerCase) ?? embeddedCatalogue(seed, short)),
    expressplay: completeExpressPlay(filed, surroundings, seed),
    devices: filed.devices.map((device, index) => completeDevice(device, index, surroundings)),
    readings: filed.readings,
    timeouts: filed.timeouts,
    limits: { ...filed.limits, redemptions: filed.limits.redemptions ?? defaultRedemptions(filed) },
    network: { proxy: filed.network.proxy, environment: surroundings.proxies },
    time,
    rate: { requestsPerSecond: filed.rate.requestsPerSecond },
  };
}

function defaultHosting(filed: Filed): Configuration['hosting'] {
  if (filed.profile === 'sees') return seesIsForeign(filed) ? 'port' : 'nock';
  return filed.profile === 'stub' ? 'nock' : 'direct';
}

/** Redemptions at the vendor's production hosts cost credits: none unless asked for. */
function defaultRedemptions(filed: Filed): number | undefined {
  const urls = [filed.expressplay.tokenUrl, filed.expressplay.recordUrl];
  const production = urls.some((url) => url !== undefined && isProduction(url));
  return expressplayIsForeign(filed) && production ? 0 : undefined;
}

function shardOf(text: string | undefined): Configuration['shard'] {
  const [index, count] = (text ?? '').split('/').map(Number);
  return index === undefined || count === undefined ? undefined : { index, count };
}

function completeSees(filed: Filed, { resolve }: Surroundings, contents: readonly Content[]): SeesConfiguration {
  const { sees } = filed;
  const foreign = seesIsForeign(filed);
  const first = contents[0]?.contentID ?? '';
  const registration = sees.registration.contentID ?? first;
  return {
    url: foreign ? sees.url : undefined,
    module: foreign || filed.profile === 'expressplay' || sees.module === undefined ? undefined : resolve(sees.module),
    tls: completeTls(filed, resolve),
    contents,
    embeddedCatalogue: sees.contents === undefined,
    registration: { contentID: registration },
    unknownContentID: sees.unknownContentID,
    denied: deniedOf(filed, contents.find(({ contentID }) => contentID !== registration)?.contentID ?? first),
  };
}

/** The reference SEES has a user who is entitled to nothing. */
function deniedOf({ profile, sees }: Filed, title: string): SeesConfiguration['denied'] {
  const { denied } = sees;
  if (denied !== undefined) {
    return {
      requestType: denied.requestType,
      contentID: denied.contentID ?? title,
      customerCookie: denied.customerCookie,
    };
  }
  if (profile !== 'stub' || sees.module !== undefined) return undefined;
  return { requestType: 1, contentID: title, customerCookie: 'not-entitled' };
}

function completeTls(filed: Filed, resolve: (path: string) => string): SeesTls {
  const { mode, ca, cert, key, servername, untrusted, expired, premature } = filed.sees.tls;
  const path = (file: string | undefined) => (file === undefined ? undefined : resolve(file));
  const pair = (files: typeof untrusted) => files && { cert: resolve(files.cert), key: resolve(files.key) };
  return {
    mode: mode ?? defaultMode(filed),
    ca: path(ca),
    cert: path(cert),
    key: path(key),
    servername,
    untrusted: pair(untrusted),
    expired: pair(expired),
    premature: pair(premature),
  };
}

function defaultMode(filed: Filed): SeesTls['mode'] {
  if (!seesIsForeign(filed) || filed.sees.tls.cert !== undefined) return 'mutual';
  return new URL(filed.sees.url ?? 'http:').protocol === 'https:' ? 'server' : 'none';
}

function completeExpressPlay(filed: Filed, surroundings: Surroundings, seed: number): ExpressPlayConfiguration {
  const { expressplay } = filed;
  const { credentials, record } = expressplay;
  const { resolve } = surroundings;
  const foreign = expressplayIsForeign(filed);
  // Where everything is played nobody has to be told, and nothing secret is at stake.
  const derived = (name: string) => (foreign || seesIsForeign(filed) ? undefined : embeddedAuthenticator(seed, name));
  return {
    tokenUrl: foreign ? expressplay.tokenUrl : undefined,
    recordUrl: foreign ? expressplay.recordUrl : undefined,
    customerAuthenticator: expressplay.customerAuthenticator ?? derived('customer'),
    otherAuthenticator: expressplay.otherAuthenticator ?? derived('other'),
    otherDrmToken: expressplay.otherDrmToken,
    tls: { ca: expressplay.tls.ca === undefined ? undefined : resolve(expressplay.tls.ca) },
    keyStore: expressplay.keyStore.map(({ kid, ek, kek }) => ({
      kid: lowerKid(kid),
      ek: ek.toLowerCase(),
      kek: kek?.toLowerCase(),
    })),
    credentials: credentials && {
      certificate: resolve(credentials.certificate),
      privateKey: credentials.privateKey === undefined ? undefined : resolve(credentials.privateKey),
      ask: credentials.ask.toLowerCase(),
    },
    record: { ...record, declared: surroundings.recordDeclared || isPlayedWhole(filed) },
    listen: completeListen(expressplay.listen, resolve),
  };
}

/** Both ends are the reference. */
function isPlayedWhole(filed: Filed): boolean {
  return filed.profile === 'stub' && filed.sees.module === undefined;
}

function completeListen(
  { host, port, recordPort, licensePort, tls, publicUrl, ...others }: Filed['expressplay']['listen'],
  resolve: (path: string) => string,
): ListenConfiguration {
  const clientCa = tls?.clientCa === undefined ? undefined : resolve(tls.clientCa);
  const files = tls && { cert: resolve(tls.cert), key: resolve(tls.key), clientCa };
  const { recordPublicUrl, licensePublicUrl } = others;
  return { host, port, recordPort, licensePort, tls: files, publicUrl, recordPublicUrl, licensePublicUrl };
}

function completeDevice(
  { name, spc }: Filed['devices'][number],
  index: number,
  { resolve, isHidden }: Surroundings,
): DeviceConfiguration {
  const certificate = spc.certificate === undefined ? undefined : resolve(spc.certificate);
  const { reuse = false } = spc;
  switch (spc.source) {
    case 'synthetic':
      return { name, spc: { source: 'synthetic', hu: spc.hu?.toLowerCase() } };
    case 'file': {
      const files = (step: 'bootstrap' | 'bound' | 'wrong-device') => (spc.files?.[step] ?? []).map(resolve);
      const byStep = { bootstrap: files('bootstrap'), bound: files('bound'), 'wrong-device': files('wrong-device') };
      const { maxAgeSeconds } = spc;
      return { name, spc: { source: 'file', files: byStep, maxAgeSeconds, reuse, certificate } };
    }
    case 'command': {
      const { command = [], shell = false, output = 'raw', timeoutMs } = spc;
      const isSecret = (argument: number): boolean => isHidden(['devices', index, 'spc', 'command', argument]);
      const secrets = command.filter((_, argument) => isSecret(argument));
      return { name, spc: { source: 'command', command, shell, output, timeoutMs, reuse, certificate, secrets } };
    }
  }
}

function lowerCase(content: Content): Content {
  const { contentKey, iv, kid, kek, ek } = content;
  return {
    ...content,
    contentKey: contentKey.toLowerCase(),
    iv: iv.toLowerCase(),
    ...(kid === undefined ? {} : { kid: lowerKid(kid) }),
    ...(kek === undefined ? {} : { kek: kek.toLowerCase() }),
    ...(ek === undefined ? {} : { ek: ek.toLowerCase() }),
  };
}

/** Hex digits in either case are the same id; a name behind ^ is kept. */
function lowerKid(kid: string): string {
  return kid.startsWith('^') ? kid : kid.toLowerCase();
}
