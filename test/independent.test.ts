import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { command, temporaryFolder, told, type Ended } from './command';
import { Deployment, makeCertificates, type Certificates, type Flaws, type Style } from './independent/deployment';
import type { ConformanceReport } from '../support/verdict';

/** A pair that shares no code with the harness and does otherwise wherever the documents leave it free, in two ways. */
const STYLES = {
  stern: {
    sees: { refusalStatus: 403, refusalUrl: 'absent', withoutType: 'refused' },
    records: 'wrapped',
    licenses: 'bare',
  },
  easygoing: {
    sees: { refusalStatus: 200, refusalUrl: 'null', withoutType: 'time-based' },
    records: 'single',
    licenses: 'tagged',
  },
} as const satisfies Record<string, Style>;

type Profile = 'sees' | 'expressplay' | 'end-to-end';

let certificates: Certificates;
before(async () => {
  certificates = await makeCertificates();
});

interface Finished extends Ended {
  readonly report: ConformanceReport;
}

async function run(profile: Profile, style: Style, flaws: Flaws, ...more: readonly string[]): Promise<Finished> {
  const folder = temporaryFolder();
  const deployment = await Deployment.open(profile, { folder, certificates, style, flaws });
  try {
    const args = ['run', '--config', deployment.config, '--no-html', '--json', '--gate', 'should', '--out', folder];
    const ended = await command([...args, ...more]);
    assert.match(ended.stdout, /^\{/, told(ended));
    return { ...ended, report: JSON.parse(ended.stdout) as ConformanceReport };
  } finally {
    await deployment.close();
  }
}

const checksOf = ({ requirements }: ConformanceReport) => requirements.flatMap(({ checks }) => checks);

/** Why a check of a party under test may say nothing about it. */
const EXCUSES: Readonly<Record<Profile, readonly RegExp[]>> = {
  sees: [
    // Every end goes out as an instant, no fpExtension is used, and no title has a key that ExpressPlay keeps.
    /^no relative expirationTime was sent$/,
    /^SEES sends no fpExtension$/,
    /^no title with a stored or wrapped key is configured/,
  ],
  expressplay: [
    // Form and pairing of errors are not declared, a tampered errorFormat is answered in HTML.
    /^the reading errors\.httpStatus declares no status/,
    /^the errors came as HTML, where no code is looked for$/,
    // It offers binding, no records by id, and no account or environment for tests.
    /^the reading deviceBinding\.supported says that tokens can be bound/,
    /^a foreign account cannot be emptied or disabled/,
    /^this service does not select by id/,
    /^no token of another environment of this service can be had$/,
  ],
  'end-to-end': [
    /^in profile end-to-end nobody sees the calls of SEES to ExpressPlay$/,
    /^arrow .* cannot be seen in this profile$/,
  ],
};

/** A double of ours is not judged. */
const OURS = /^in profile (sees|expressplay) \w+ is played by a double of ours$/;

describe('an independent pair that is right', { concurrency: 2 }, () => {
  const runs: readonly [Profile, keyof typeof STYLES][] = [
    ['sees', 'stern'],
    ['expressplay', 'stern'],
    ['end-to-end', 'easygoing'],
  ];
  for (const [profile, style] of runs) {
    it(`passes in profile ${profile}, in its ${style} style`, async () => {
      const ended = await run(profile, STYLES[style], {});
      const checks = checksOf(ended.report);
      const bad = checks.filter(({ outcome }) => /^(fail|warn|could-not-test|harness-error)$/.test(outcome));
      assert.deepEqual(
        bad.map(({ id, outcome, reason }) => `${id} ${outcome}: ${reason}`),
        [],
      );
      assert.equal(ended.code, 0, told(ended));
      assert.equal(ended.stderr, '');
      const excuses = [OURS, ...EXCUSES[profile], ...(profile === 'end-to-end' ? EXCUSES.expressplay : [])];
      const silent = checks.filter(({ outcome }) => outcome === 'not-observable' || outcome === 'not-applicable');
      const unexplained = silent.filter(({ reason }) => !excuses.some((excuse) => excuse.test(reason ?? '')));
      assert.deepEqual(
        unexplained.map(({ id, outcome, reason }) => `${id} ${outcome}: ${reason}`),
        [],
      );
    });
  }
});

type Broken = readonly [profile: Profile, flaws: Flaws, caught: string, among?: string];

/** Each is the only thing that is wrong; which check has to say so; whose scenarios show it, where that is no scenario's topic. */
const BROKEN: readonly Broken[] = [
  ['sees', { sees: 'unbound without record' }, 'SEES-ERR-09.unbound'],
  ['sees', { sees: 'device of another cookie' }, 'EP-REC-07', 'SEQ-43'],
  ['sees', { sees: 'messageID not echoed' }, 'SEES-RES-01', 'SEES-REQ-08'],
  ['sees', { sees: 'version raised' }, 'SEES-RES-02', 'SEES-REQ-08'],
  ['sees', { sees: 'cookie cut to 31' }, 'EP-TOK-16', 'SEES-REQ-20'],
  ['sees', { sees: 'expires after 31 days' }, 'EP-TOK-13', 'SEES-REQ-11'],
  ['sees', { sees: 'key in errorText' }, 'SEES-SEC-02', 'SEES-ERR-01'],
  ['sees', { sees: 'unbound after -6008' }, 'SEES-ERR-12'],
  ['sees', { sees: 'type as text is type 1' }, 'SEES-REQ-15.unbound'],
  ['sees', { sees: 'device from the client' }, 'SEES-REQ-28.secrets'],
  ['sees', { sees: 'grants without a token' }, 'SEES-RES-14', 'SEES-ERR-01'],
  ['sees', { sees: 'url rebuilt' }, 'SEES-RES-05.token'],
  ['end-to-end', { sees: 'any client certificate' }, 'SEES-TRN-03'],
  ['end-to-end', { sees: 'unbound without record' }, 'SEQ-38.unbound'],
  ['end-to-end', { expressplay: 'any device' }, 'SEQ-35'],
  ['expressplay', { expressplay: 'expiry ignored' }, 'EP-LIC-08'],
  ['expressplay', { expressplay: 'failed redemption associates' }, 'EP-REC-27'],
  ['expressplay', { expressplay: 'records of any cookie' }, 'EP-REC-21.filter'],
  ['expressplay', { expressplay: 'records of any account' }, 'EP-REC-30'],
  ['expressplay', { expressplay: 'device from the url' }, 'EP-LIC-16'],
  ['expressplay', { expressplay: 'any authenticator' }, 'EP-TOK-E2018.refused'],
  ['expressplay', { expressplay: 'cookie of 33 accepted' }, 'EP-TOK-54.refused'],
  ['expressplay', { expressplay: 'token in an error' }, 'EP-TOK-48'],
  ['expressplay', { expressplay: 'any token of its shape' }, 'EP-LIC-09.refused'],
];

describe('an independent pair that is wrong in one thing', { concurrency: 2 }, () => {
  for (const [profile, flaws, caught, among] of BROKEN) {
    const [party, flaw] = Object.entries(flaws)[0] ?? [];
    it(`${party}, ${flaw}: ${caught} fails in profile ${profile}`, async () => {
      const asked = [caught, ...(among === undefined ? [] : [among])];
      const ended = await run(profile, STYLES.stern, flaws, ...asked.flatMap((id) => ['--requirement', id]));
      const check = checksOf(ended.report).find(({ id }) => id === caught);
      assert.match(check?.outcome ?? 'no such check', /^(fail|warn)$/, `${check?.reason}\n${told(ended)}`);
      assert.equal(ended.code, 1, told(ended));
    });
  }
});
