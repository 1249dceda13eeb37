import { NEEDS, type Need } from '../ledger';
import type { Configuration } from './configuration';

/** What a profile can show, and one sentence for each thing that it cannot. */
export function offersOf(configuration: Configuration): { offers: Set<Need>; missing: Map<Need, string> } {
  const missing = new Map<Need, string>([
    ...legsMissing(configuration),
    ...devicesMissing(configuration),
    ...tlsMissing(configuration),
    ...hostileMissing(configuration),
    ...fixturesMissing(configuration),
  ]);
  return { offers: new Set(NEEDS.filter((need) => !missing.has(need))), missing };
}

type Missing = [Need, string][];

function legsMissing({ profile, expressplay }: Configuration): Missing {
  const missing: Missing = [];
  if (profile === 'end-to-end') {
    missing.push(['backend', 'in profile end-to-end nobody sees the calls of SEES to ExpressPlay']);
  }
  if (isForeign(profile)) {
    missing.push(
      ['faults', `in profile ${profile} ExpressPlay is not played by the harness, so its faults cannot be chosen`],
      ['exact-clock', `in profile ${profile} no clock of the harness judges a token`],
    );
  }
  if (profile !== 'end-to-end') return missing;
  const { tokenUrl, recordUrl, customerAuthenticator } = expressplay;
  if (tokenUrl === undefined || customerAuthenticator === undefined) {
    missing.push([
      'token-service',
      'no token service is configured that the harness may ask (expressplay.tokenUrl, expressplay.customerAuthenticator)',
    ]);
  }
  if (recordUrl === undefined || customerAuthenticator === undefined) {
    missing.push([
      'records',
      'no record service is configured that the harness may ask (expressplay.recordUrl, expressplay.customerAuthenticator)',
    ]);
  }
  return missing;
}

function devicesMissing({ devices }: Configuration): Missing {
  if (devices.every(({ spc }) => spc.source === 'synthetic')) return [];
  const missing: Missing = [
    ['synthetic', 'the SPCs come from outside, so what is inside them and their licenses cannot be told'],
  ];
  if (devices.length < 2) missing.push(['two-devices', 'SPCs of one device only are configured (devices)']);
  return missing;
}

function tlsMissing({ profile, sees, expressplay }: Configuration): Missing {
  const missing: Missing = [];
  if (sees.module !== undefined) {
    const why = 'a SEES that is a module of yours (sees.module) is met without TLS';
    return [
      ['tls', why],
      ['expressplay-tls', why],
    ];
  }
  if (sees.url !== undefined && new URL(sees.url).protocol !== 'https:') {
    missing.push(['tls', 'SEES is called over plain HTTP (sees.url)']);
  }
  if (isForeign(profile)) {
    missing.push([
      'expressplay-tls',
      `in profile ${profile} ExpressPlay is not played by the harness, so its certificate cannot be chosen`,
    ]);
  } else if (profile === 'sees' && expressplay.listen.tls === undefined) {
    missing.push(['expressplay-tls', 'the played ExpressPlay listens on plain HTTP (expressplay.listen.tls)']);
  }
  return missing;
}

function hostileMissing({ iOwnThisTarget, sees, expressplay, network }: Configuration): Missing {
  if (iOwnThisTarget) return [];
  // Whatever goes to a target by a proxy goes to the proxy first.
  const urls = [sees.url, expressplay.tokenUrl, expressplay.recordUrl, network.proxy];
  const foreign = urls.filter((url) => url !== undefined && !isLoopback(url));
  return foreign.length === 0
    ? []
    : [['hostile', 'inputs meant to do harm go to loopback only, unless you own the target (--i-own-this-target)']];
}

function fixturesMissing({ profile, sees, expressplay }: Configuration): Missing {
  const missing: Missing = [];
  if (sees.denied === undefined) {
    missing.push(['denied', 'no request is configured that SEES has to refuse for lack of entitlement (sees.denied)']);
  }
  if (!isForeign(profile)) return missing;
  if (expressplay.keyStore.length === 0) {
    missing.push(['key-store', 'no key in the key storage of ExpressPlay is configured (expressplay.keyStore)']);
  }
  if (expressplay.otherAuthenticator === undefined) {
    missing.push([
      'other-account',
      'no authenticator of another account is configured (expressplay.otherAuthenticator)',
    ]);
  }
  if (expressplay.otherDrmToken === undefined) {
    missing.push(['foreign-token', 'no token of another DRM is configured (expressplay.otherDrmToken)']);
  }
  missing.push(['account-states', 'a foreign account cannot be emptied or disabled for a test']);
  return missing;
}

function isForeign(profile: Configuration['profile']): boolean {
  return profile === 'expressplay' || profile === 'end-to-end';
}

/** Who is not a double of ours; in `stub` both, because the reference pair is what is tested. */
export function underTestOf({ profile, sees }: Configuration): ReadonlySet<'sees' | 'expressplay'> {
  if (profile === 'sees' || sees.module !== undefined) return new Set(['sees']);
  if (profile === 'expressplay') return new Set(['expressplay']);
  return new Set(['sees', 'expressplay']);
}

/** A target on this machine. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}
