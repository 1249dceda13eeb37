import { defaultReadings } from '../target';

export type InitProfile = 'stub' | 'sees' | 'expressplay' | 'end-to-end';
export const INIT_PROFILES: readonly InitProfile[] = ['stub', 'sees', 'expressplay', 'end-to-end'];

/** What the profile tests, and what is to be done with the file. */
export const ABOUT: Readonly<Record<InitProfile, readonly string[]>> = {
  stub: [
    'Tests the embedded reference pair: nothing below has to be changed.',
    'For a deployment of yours: npx sees-conformance init --profile sees, expressplay or end-to-end.',
  ],
  sees: [
    'Tests your SEES. The harness is the player and plays ExpressPlay, where expressplay.listen says.',
    'Configure your SEES to use it as its token and record service; the run prints the URLs at its start.',
  ],
  expressplay: [
    'Tests your ExpressPlay. The harness is the player and plays SEES.',
    'A real ExpressPlay reads SPCs of real devices only: see devices.',
  ],
  'end-to-end': [
    'Tests your SEES together with your ExpressPlay, from the player and through the record service.',
    'A real ExpressPlay reads SPCs of real devices only: see devices.',
  ],
};

const RUN = [
  '~gate: must',
  '~out: reports',
  '~waivers: waivers.yaml',
  '~tags: "@SEQ-42 or @EP-LIC-08"',
  '~requirement: [SEQ-42]',
  '~seed: 20240229',
  '~html: true',
  '~sign: sign-key.pem',
];

const MODULE = ['~sees:', '~  module: ./my-sees.js'];

const FOREIGN_SEES = [
  'sees:',
  '  url: https://sees.example.com/sees/SEESServlet',
  '  ~tls:',
  '  ~  mode: mutual',
  '  ~  ca: tls/ca.pem',
  '  ~  cert: tls/player.pem',
  '  ~  key: tls/player-key.pem',
  '  ~  servername: sees.example.com',
  ...['untrusted', 'expired', 'premature'].flatMap((name) => [
    `  ~  ${name}:`,
    `  ~    cert: tls/${name}.pem`,
    `  ~    key: tls/${name}-key.pem`,
  ]),
  '  contents:',
  '    - contentID: 6f1ed002-ab5f-4a3c-8f6c-0000000000d0',
  '      contentKey: ${DUMMY_KEY}',
  '      iv: ${DUMMY_IV}',
  '    - contentID: 6f1ed002-ab5f-4a3c-8f6c-0000000000f1',
  '      contentKey: ${FEATURE_KEY}',
  '      iv: ${FEATURE_IV}',
  "      expirationTime: '+86400'",
  '    - contentID: 6f1ed002-ab5f-4a3c-8f6c-0000000000f2',
  '      contentKey: ${SECOND_KEY}',
  '      iv: ${SECOND_IV}',
  "      expirationTime: '+5'",
  '      ~expirationForm: relative',
  '      ~rentalDuration: 172800',
  '      ~kid: 000102030405060708090a0b0c0d0e0f',
  '      ~kek: ${SECOND_KEK}',
  '      ~ek: ${SECOND_EK}',
  '  registration:',
  '    contentID: 6f1ed002-ab5f-4a3c-8f6c-0000000000d0',
  '  ~unknownContentID: 00000000-0000-4000-8000-000000000000',
  '  ~denied:',
  '  ~  requestType: 1',
  '  ~  contentID: 6f1ed002-ab5f-4a3c-8f6c-0000000000f1',
  '  ~  customerCookie: not-entitled',
];

const PLAYED_EXPRESSPLAY = [
  'expressplay:',
  '  customerAuthenticator: ${AUTHENTICATOR}',
  '  listen:',
  '    host: 127.0.0.1',
  '    port: 8480',
  '    ~publicUrl: http://conformance.example.com:8480',
  '    ~tls:',
  '    ~  cert: tls/harness.pem',
  '    ~  key: tls/harness-key.pem',
  '    ~  clientCa: tls/sees-ca.pem',
  '  ~record:',
  '  ~  mode: last32',
  '  ~  visibilityMs: 0',
];

const FOREIGN_EXPRESSPLAY = [
  'expressplay:',
  '  tokenUrl: https://fp-gen.test.expressplay.com/hms/fp/token',
  '  recordUrl: https://api.test.expressplay.com/cmiapi/getrecord/',
  '  customerAuthenticator: ${AUTHENTICATOR}',
  '  ~otherAuthenticator: ${OTHER_AUTHENTICATOR}',
  '  ~otherDrmToken: ${OTHER_DRM_TOKEN}',
  '  ~tls:',
  '  ~  ca: tls/expressplay-ca.pem',
  '  ~keyStore:',
  '  ~  - kid: 000102030405060708090a0b0c0d0e0f',
  '  ~    ek: ${STORED_EK}',
  '  ~    kek: ${STORED_KEK}',
  '  ~credentials:',
  '  ~  certificate: emulator/test-certificate.der',
  '  ~  ask: ${TEST_ASK}',
  '  ~record:',
  "  ~  root: ''",
  '  ~  mode: last32',
  '  ~  visibilityMs: 5000',
  '  ~  fields:',
  '  ~    deviceId: device_id',
  '  ~    cookie: cookie',
];

const DEVICES = [
  '~devices:',
  '~  - name: living room',
  '~    spc:',
  '~      source: file',
  '~      certificate: captures/fairplay.cer',
  '~      files:',
  '~        bootstrap: [captures/a-bootstrap-1.spc]',
  '~        bound: [captures/a-bound-1.spc, captures/a-bound-2.spc]',
  '~        wrong-device: [captures/a-wrong-1.spc]',
  '~      maxAgeSeconds: 3600',
  '~  - name: kitchen',
  '~    spc:',
  '~      source: command',
  "~      command: [./make-spc, '{device}', '{contentID}', '{step}']",
  '~      timeoutMs: 10000',
];

const TARGETS = [
  '~iOwnThisTarget: true',
  '~timeouts:',
  '~  entitlementMs: 10000',
  '~  tokenMs: 10000',
  '~  recordMs: 10000',
  '~  licenseMs: 10000',
  '~limits:',
  '~  responseBytes: 1048576',
  '~  redemptions: 200',
  '~  parallelFlows: 20',
  '~  sockets: 256',
  '~network:',
  '~  proxy: http://proxy.example.com:3128',
  '~time:',
  '~  shortestExpirySeconds: 3',
  '~rate:',
  '~  requestsPerSecond: 20',
];

/**
 * The settings of a configuration for this profile, line by line. What stands behind a `~` is going to be a comment; without
 * the `~` the lines are YAML. Meanings are not in here: the schema has them.
 */
export function initOutline(profile: InitProfile): string[] {
  const head = [`profile: ${profile}`, ...RUN];
  const readings = [
    '~readings:',
    ...Object.entries(defaultReadings()).map(([key, value]) => `~  ${key}: ${JSON.stringify(value)}`),
  ];
  switch (profile) {
    case 'stub':
      return [...head, '~hosting: nock', ...MODULE, ...readings];
    case 'sees':
      return [...head, ...FOREIGN_SEES, ...PLAYED_EXPRESSPLAY, ...TARGETS, ...readings];
    case 'expressplay':
      return [...head, ...FOREIGN_EXPRESSPLAY, ...DEVICES, ...TARGETS, ...readings];
    case 'end-to-end':
      return [...head, ...FOREIGN_SEES, ...FOREIGN_EXPRESSPLAY, ...DEVICES, ...TARGETS, ...readings];
  }
}
