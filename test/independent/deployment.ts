/** The independent pair on loopback ports, with the configurations that its operator would write. */
import { randomBytes, randomUUID, createCipheriv } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../free-port';
import { hostIdentity, playerIdentity, type Identity } from './certificates';
import { IndependentExpressPlay, type ExpressPlayFlaw } from './expressplay';
import { IndependentSees, type SeesFlaw, type SeesStyle, type Title } from './sees';
import type { StoredKey } from './token-order';
import type { RecordNames, UpstreamOptions } from './upstream';

/** What both parties do where the documents leave it to them. */
export interface Style {
  readonly sees: SeesStyle;
  readonly records: 'wrapped' | 'single';
  readonly licenses: 'bare' | 'tagged';
}

export interface Flaws {
  readonly sees?: SeesFlaw;
  readonly expressplay?: ExpressPlayFlaw;
}

export interface Certificates {
  readonly host: Identity;
  readonly player: Identity;
  readonly stranger: Identity;
  readonly expired: Identity;
}

/** Made once: keys take their time. */
export async function makeCertificates(): Promise<Certificates> {
  const [host, player, stranger, expired] = await Promise.all([
    hostIdentity(),
    playerIdentity('player'),
    playerIdentity('stranger'),
    playerIdentity('player of old', new Date(Date.now() - 86_400_000)),
  ]);
  return { host, player, stranger, expired };
}

const hex = (bytes: number): string => randomBytes(bytes).toString('hex');

function title(lifeSeconds: number, rentalSeconds?: number): Title {
  const kept = { contentID: randomUUID().toUpperCase(), contentKey: hex(16), iv: hex(16), lifeSeconds };
  return rentalSeconds === undefined ? kept : { ...kept, rentalSeconds };
}

/** Seconds: twice the default of the product, because machines may be busy. */
const SHORTEST = 6;
const LAG_MS = 200;
/** Whoever promises a time keeps some of it in hand. */
const DECLARED_MS = 600;

/** What the deployment knows and nobody else. */
const registration = title(86_000);
const titles: readonly Title[] = [title(SHORTEST), title(40_000), title(2_592_000), title(50_000, 7200), title(60_000)];
const withdrawn = randomUUID().toUpperCase();
/** What SEES and ExpressPlay share. */
export const authenticator = `90210,${hex(16)}`;
const otherAuthenticator = `90211,${hex(16)}`;
const foreignToken = randomBytes(60).toString('base64url');
const storedKek = randomBytes(16);
const storedKeys = [stored(hex(16)), stored('^shelf 7')];

function stored(kid: string): StoredKey {
  const key = randomBytes(16);
  const cipher = createCipheriv('id-aes128-wrap', storedKek, Buffer.alloc(8, 0xa6));
  const ek = Buffer.concat([cipher.update(key), cipher.final()]).toString('hex');
  return { kid, ek, key: key.toString('hex') };
}

const OWN_NAMES: RecordNames = { root: 'rows', cookie: 'customerData', device: 'hardware', error: 'outcome' };
/** The names that the product declares by default, for the ExpressPlay that it plays. */
const PLAYED_NAMES: RecordNames = { cookie: 'cookie', device: 'device_id', error: 'error_code' };

export interface DeploymentOptions {
  readonly folder: string;
  readonly certificates: Certificates;
  readonly style: Style;
  readonly flaws?: Flaws;
  /** In profile sees: where the harness listens as ExpressPlay, if not with TLS on a free port. */
  readonly listen?: Record<string, unknown>;
  /** In what the SEES calls otherwise. */
  readonly upstream?: Partial<UpstreamOptions>;
}

export class Deployment {
  private constructor(
    readonly config: string,
    private readonly parties: readonly { close(): Promise<void> }[],
  ) {}

  /** Opens what is under test in this profile and writes its configuration into a new folder inside `folder`. */
  static async open(
    profile: 'sees' | 'expressplay' | 'end-to-end',
    { folder, certificates, style, flaws = {}, listen, upstream }: DeploymentOptions,
  ): Promise<Deployment> {
    const { host, player } = certificates;
    const place = mkdtempSync(join(folder, `${profile}-`));
    const file = ([name, text]: readonly [string, string]): void => {
      writeFileSync(join(place, name), text);
    };
    for (const [name, { cert, key }] of Object.entries(certificates) as [string, Identity][]) {
      file([`${name}.crt`, cert]);
      file([`${name}.key`, key]);
    }
    const expressPlay =
      profile === 'sees'
        ? undefined
        : await IndependentExpressPlay.open({
            accounts: [authenticator, otherAuthenticator],
            storedKeys,
            foreignToken,
            tls: host,
            records: { answer: style.records, lagMs: LAG_MS },
            licenses: style.licenses,
            flaw: flaws.expressplay,
          });
    const port = await freePort();
    const played = `https://127.0.0.1:${port}`;
    const sees =
      profile === 'expressplay'
        ? undefined
        : await IndependentSees.open({
            titles: [registration, ...titles],
            withdrawn: [withdrawn],
            upstream: {
              tokenUrl: expressPlay?.tokenUrl ?? `${played}/hms/fp/token`,
              recordUrl: expressPlay?.recordUrl ?? `${played}/cmiapi/getrecord/`,
              authenticator,
              ca: host.cert,
              records: expressPlay
                ? { ...OWN_NAMES, root: style.records === 'wrapped' ? 'rows' : undefined }
                : PLAYED_NAMES,
              ...upstream,
            },
            tls: { cert: host.cert, key: host.key, clients: player.cert },
            style: style.sees,
            flaw: flaws.sees,
          });
    const config = {
      profile,
      ...(sees && { sees: seesSection(sees.url) }),
      expressplay: {
        customerAuthenticator: authenticator,
        tls: { ca: 'host.crt' },
        ...(expressPlay ? expressPlaySection(expressPlay, style) : playedSection(port)),
        ...(listen && { listen }),
      },
      readings: {
        ...(style.sees.refusalStatus === 403 && { 'denial.status': 'any' }),
        ...(style.licenses === 'tagged' && { 'license.response': 'ckc-tag' }),
      },
      time: { shortestExpirySeconds: SHORTEST },
    };
    file(['deployment.json', JSON.stringify(config, null, 2)]);
    const parties = [sees, expressPlay].filter((party) => party !== undefined);
    return new Deployment(join(place, 'deployment.json'), parties);
  }

  async close(): Promise<void> {
    await Promise.all(this.parties.map((party) => party.close()));
  }
}

function seesSection(url: string): Record<string, unknown> {
  return {
    url,
    tls: {
      ca: 'host.crt',
      cert: 'player.crt',
      key: 'player.key',
      untrusted: { cert: 'stranger.crt', key: 'stranger.key' },
      expired: { cert: 'expired.crt', key: 'expired.key' },
    },
    contents: [registration, ...titles].map(({ contentID, contentKey, iv, lifeSeconds, rentalSeconds }) => ({
      contentID,
      contentKey,
      iv,
      expirationTime: `+${lifeSeconds}`,
      expirationForm: 'absolute',
      ...(rentalSeconds !== undefined && { rentalDuration: rentalSeconds }),
    })),
    registration: { contentID: registration.contentID },
    denied: { requestType: 1, contentID: withdrawn },
  };
}

function expressPlaySection(service: IndependentExpressPlay, style: Style): Record<string, unknown> {
  return {
    tokenUrl: service.tokenUrl,
    recordUrl: service.recordUrl,
    otherAuthenticator,
    otherDrmToken: foreignToken,
    keyStore: storedKeys.map(({ kid, ek }) => ({ kid, ek, kek: storedKek.toString('hex') })),
    record: {
      root: style.records === 'wrapped' ? OWN_NAMES.root : '',
      mode: style.records === 'wrapped' ? 'last32' : 'latest',
      visibilityMs: DECLARED_MS,
      fields: {
        eventId: 'no',
        eventType: 'what',
        timestamp: 'when',
        cookie: OWN_NAMES.cookie,
        deviceId: OWN_NAMES.device,
        errorCode: OWN_NAMES.error,
      },
    },
  };
}

function playedSection(port: number): Record<string, unknown> {
  return { record: {}, listen: { port, tls: { cert: 'host.crt', key: 'host.key' } } };
}
