import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Device, loadTestCredentials } from '../../fairplay';
import type { LoadConfiguration } from './load';
import { EXPRESSPLAY, SEES, useFolder } from './testing/folder';

const HEX = '0123456789abcdef0123456789abcdef';
const CERTIFICATE = readFileSync(join(__dirname, '../../fairplay/fixtures/test-certificate.der'));

type Case = [what: string, text: string, problem: RegExp, more?: Partial<LoadConfiguration>];

const device = (spc: string) => `devices:\n  - name: A\n    spc: {${spc}}\n`;
const content = (more: string) => `sees:\n  contents:\n    - {contentID: aa, contentKey: ${HEX}, iv: ${HEX}${more}}\n`;

const FORM: Case[] = [
  ['not YAML', 'sees: {url: [\n', /^c\.yaml:2:1: not YAML: .* Right: YAML 1\.2 or JSON$/],
  ['a key twice', 'seed: 1\nseed: 2\n', /^c\.yaml:2:1: not YAML: Map keys must be unique/],
  ['a list', '- a\n', /^c\.yaml:1:1: the file holds no settings\. Right: settings by key/],
  ['a word', 'stub\n', /^c\.yaml:1:1: the file holds no settings/],
  [
    'an unknown key',
    'profle: stub\n',
    /^c\.yaml:1:1 profle: there is no such key\. Right: profile\? \(keys here: profile, /,
  ],
  ['an unknown key inside', 'sees:\n  tls:\n    mdoe: none\n', /^c\.yaml:3:5 sees\.tls\.mdoe: .* Right: mode\?/],
  [
    'a reading written as sections',
    'readings:\n  requestType:\n    default: deny\n',
    /^c\.yaml:2:3 readings\.requestType: .* requestType\.default\?/,
  ],
  ['a key that every object has', 'constructor: 1\n', /^c\.yaml:1:1 constructor: there is no such key/],
  ['a prototype', '__proto__: {profile: sees}\n', /^c\.yaml:1:1 __proto__: there is no such key/],
  [
    'an unknown profile',
    'profile: sess\n',
    /^c\.yaml:1:1 profile: "sess" .* Right: one of stub, sees, expressplay, end-to-end; sees\?$/,
  ],
  [
    'a wrong mode',
    'sees: {tls: {mode: mutal}}\n',
    /^c\.yaml:1:14 sees\.tls\.mode: "mutal" .* Right: one of mutual, server, none; mutual\?$/,
  ],
  [
    'text for a number',
    'seed: "seven"\n',
    /^c\.yaml:1:1 seed: "seven" is a text\. Right: an integer from 0 to 2147483647$/,
  ],
  ['quoted digits for a number', 'seed: "7"\n', /^c\.yaml:1:1 seed: "7" is a text\./],
  ['a fraction', 'seed: 1.5\n', /^c\.yaml:1:1 seed: 1\.5 is a number\. Right: an integer/],
  [
    'one above the range',
    'seed: 2147483648\n',
    /^c\.yaml:1:1 seed: 2147483648 is out of range\. Right: an integer from 0/,
  ],
  ['one below the range', 'limits: {sockets: 0}\n', /^c\.yaml:1:10 limits\.sockets: 0 is out of range/],
  [
    'a section for a list',
    'devices: {A: 1}\n',
    /^c\.yaml:1:1 devices: the value is a section\. Right: a list; each item: a section with name, spc$/,
  ],
  [
    'text for a section',
    'sees: https://sees.example\n',
    /^c\.yaml:1:1 sees: .* is a text\. Right: a section with url, module/,
  ],
  ['an empty list', 'devices: []\n', /^c\.yaml:1:1 devices: the list is empty\. Right: at least one item/],
  ['yes for true', 'html: yes\n', /^c\.yaml:1:1 html: "yes" is a text\. Right: true or false$/],
  [
    'a short key',
    content('').replace(HEX, HEX.slice(1)),
    /^c\.yaml:3:23 sees\.contents\[0\]\.contentKey: the value \(31 characters\) .* Right: 32 hex digits \(16 bytes\)$/,
  ],
  [
    'a key that is no hex',
    content('').replace(HEX, 'x'.repeat(32)),
    /contents\[0\]\.contentKey: the value \(32 characters\)/,
  ],
  [
    'a key written as number',
    content('').replace(HEX, '12345'),
    /contents\[0\]\.contentKey: the value .* Right: 32 hex digits/,
  ],
  [
    'a missing key',
    content('').replace(/, iv: [^}]*/, ''),
    /^c\.yaml:3:7 sees\.contents\[0\]\.iv: is missing\. Right: 32 hex digits/,
  ],
  [
    'a short authenticator',
    'expressplay: {customerAuthenticator: test}\n',
    /customerAuthenticator: the value is too short\. Right: a text of at least 8 characters/,
  ],
  [
    'a status that is none',
    'readings: {license.denyStatuses: [denied]}\n',
    /license\.denyStatuses\[0\]: "denied" .* Right: a status such as 403/,
  ],
  [
    'a code that is none',
    'readings: {errors.httpStatus: {2018: "401"}}\n',
    /readings\.errors\.httpStatus: "2018" is no code\. Right: codes as keys/,
  ],
  [
    'an SPC source without files',
    device('source: file'),
    /^c\.yaml:3:5 devices\[0\]\.spc\.files: is missing\. Right: a section with bootstrap, bound, wrong-device$/,
  ],
  [
    'an SPC source without command',
    device('source: command'),
    /devices\[0\]\.spc\.command: is missing\. Right: a list/,
  ],
  [
    'a URL of another scheme',
    'sees: {url: "ftp://sees.example"}',
    /^c\.yaml:1:8 sees\.url: "ftp:\/\/sees\.example" .* Right: an absolute http or https URL$/,
  ],
  ['a URL without scheme', 'sees: {url: sees.example/entitle}', /sees\.url: .* Right: an absolute http or https URL$/],
  [
    'a variable that is not set',
    'sees:\n  url: https://${NO_SUCH_HOST}/e\n',
    /^c\.yaml:2:3 sees\.url: the environment variable NO_SUCH_HOST is not set\. Right: NO_SUCH_HOST=\.\.\. in the environment$/,
  ],
  ['a reference without end', 'out: ${HOME\n', /^c\.yaml:1:1 out: \$\{ begins no reference\. Right: \$\{NAME\}/],
  [
    'a reference in a list',
    'requirement: [SEQ-01, "${NONE}"]\n',
    /^c\.yaml:1:23 requirement\[1\]: the environment variable NONE is not set/,
  ],
  [
    'an option of the wrong form',
    '',
    /^option --gate: "soft" .* Right: one of must, should, none$/,
    { options: { gate: 'soft' } },
  ],
  ['an output folder without name', '', /^option --out: is empty\. Right: a text$/, { options: { out: '' } }],
  ['a waivers file without name', '', /^option --waivers: is empty\. Right: a text$/, { options: { waivers: '' } }],
  ['a configuration file without name', '', /^option --config: is empty\. Right: a file/, { file: '' }],
  ['a seed that is none', '', /^option --seed: "x" is a text\. Right: an integer/, { options: { seed: 'x' } }],
  ['a shard that is none', '', /^option --shard: "3" .* Right: i\/n with 1 <= i <= n/, { options: { shard: '3' } }],
  [
    'a variable of the wrong form',
    '',
    /^environment variable SEES_CONFORMANCE_QUIET: "yes" .* Right: true or false$/,
    { env: { SEES_CONFORMANCE_QUIET: 'yes' } },
  ],
  [
    'a mistyped variable',
    '',
    /^environment variable SEES_CONFORMANCE_PROFLE: no option has this name\. Right: SEES_CONFORMANCE_PROFILE$/,
    { env: { SEES_CONFORMANCE_PROFLE: 'sees' } },
  ],
];

const MEANING: Case[] = [
  [
    'one public URL for several ports',
    'expressplay: {listen: {publicUrl: "https://h.example", recordPort: 8481}}\n',
    /^c\.yaml:1:24 expressplay\.listen\.publicUrl: it stands for one port/,
  ],
  [
    'no SEES to test',
    'profile: sees\n',
    /^c\.yaml:1:1 sees\.url: is missing; profile sees needs it\. Right: an absolute http or https URL$/,
  ],
  [
    'no titles for a foreign SEES',
    'profile: sees\nsees: {url: "https://s.example"}\n',
    /^c\.yaml:2:1 sees\.contents: is missing; profile sees needs it/,
  ],
  [
    'no authenticator for the played ExpressPlay',
    SEES.replace(/ +customer.*\n/, ''),
    /^c\.yaml:12:1 expressplay\.customerAuthenticator: is missing; profile sees needs it\./,
  ],
  [
    'no ExpressPlay to test',
    'profile: expressplay\n',
    /expressplay\.recordUrl: is missing; profile expressplay needs it/,
  ],
  [
    'no authenticator',
    EXPRESSPLAY.replace(/ +customer.*\n/, ''),
    /expressplay\.customerAuthenticator: is missing; .* Right: the authenticator with which SEES calls ExpressPlay$/,
  ],
  [
    'half of end-to-end',
    SEES.replace('profile: sees', 'profile: end-to-end'),
    /expressplay\.tokenUrl: is missing; profile end-to-end needs it/,
  ],
  [
    'a URL and no profile',
    SEES.replace('profile: sees\n', ''),
    /^c\.yaml:2:3 sees\.url: profile stub makes no use of it\. Right: profile: sees or end-to-end$/,
  ],
  [
    'an option without use',
    SEES,
    /^option --token-url: profile sees makes no use of it/,
    { options: { tokenUrl: 'https://e.example/hms/fp/token' } },
  ],
  [
    'url and module',
    SEES.replace('url:', 'module: ./m.js\n  url:'),
    /sees\.module: sees\.url names a SEES under test as well\. Right: either/,
  ],
  [
    'a host without path',
    EXPRESSPLAY.replace('/hms/fp/token', ''),
    /^c\.yaml:3:3 expressplay\.tokenUrl: the path is missing\. Right: https:\/\/HOST\/hms\/fp\/token$/,
  ],
  [
    'a password in a URL',
    SEES.replace('//sees', '//user:s3cret@sees'),
    /^c\.yaml:3:3 sees\.url: a URL shows up in reports, [^@]*$/,
  ],
  ['a URL with fragment', SEES.replace('/entitle', '/entitle#x'), /sees\.url: a fragment/],
  [
    'a URL that cannot be read',
    SEES.replace('sees.example', 'sees.example:99999'),
    /sees\.url: this is no URL\. Right: an absolute http/,
  ],
  [
    'virtual time, foreign ExpressPlay',
    `${EXPRESSPLAY}time: {mode: virtual}\n`,
    /^c\.yaml:6:8 time\.mode: virtual time cannot move the clock of the ExpressPlay under test\. Right: real$/,
  ],
  [
    'virtual time, foreign SEES',
    `${SEES}time: {mode: virtual}\n`,
    /time\.mode: .* of the SEES under test\. Right: real$/,
  ],
  [
    'a fixed nonce on a real target',
    `${SEES}nonce: 0011223344\n`,
    /^c\.yaml:14:1 nonce: profile sees would meet the bindings of an earlier run\./,
  ],
  [
    'nock for another process',
    `${SEES}hosting: nock\n`,
    /hosting: a SEES in another process cannot call .* nock\. Right: port$/,
  ],
  [
    'mutual TLS without certificate',
    SEES.replace('  contents', '  tls: {mode: mutual}\n  contents'),
    /sees\.tls\.cert: is missing; mode mutual needs it/,
  ],
  ['a key without certificate', 'sees: {tls: {key: c.yaml}}\n', /sees\.tls\.cert: is missing beside key\./],
  [
    'no TLS for https',
    SEES.replace('  contents', '  tls: {mode: none}\n  contents'),
    /sees\.tls\.mode: none does not go with sees\.url\./,
  ],
  [
    'TLS for http',
    SEES.replace('https', 'http').replace('  contents', '  tls: {mode: server}\n  contents'),
    /sees\.tls\.mode: server does not go/,
  ],
  [
    'a title twice',
    SEES.replace('22222222-2222-4222-8222-222222222222', '11111111-1111-4111-8111-111111111111'),
    /^c\.yaml:8:7 sees\.contents\[1\]\.contentID: sees\.contents\[0\] has the same id\. Right: each content id once$/,
  ],
  [
    'a registration title that is none',
    SEES.replace('  contents', '  registration: {contentID: x}\n  contents'),
    /sees\.registration\.contentID: this title is not among sees\.contents\. Right: one of 1111/,
  ],
  [
    'a registration title without titles',
    'sees: {registration: {contentID: x}}',
    /sees\.registration\.contentID: sees\.contents does not say/,
  ],
  [
    'an unknown title that is known',
    `${content('')}  unknownContentID: aa\n`,
    /sees\.unknownContentID: this title is among sees\.contents/,
  ],
  [
    'an expirationTime out of form',
    content(', expirationTime: "60"'),
    /contents\[0\]\.expirationTime: this is no expirationTime\. Right: \+ and seconds from 1 to 2592000/,
  ],
  ['an expirationTime that is no date', content(', expirationTime: 2030-02-30T00:00:00Z'), /this is no expirationTime/],
  ['a life of no seconds', content(', expirationTime: "+0"'), /0 seconds are out of range/],
  ['a life over 30 days', content(', expirationTime: "+2592001"'), /2592001 seconds are out of range/],
  [
    'an expirationForm without time',
    content(', expirationForm: absolute'),
    /contents\[0\]\.expirationTime: is missing beside expirationForm/,
  ],
  [
    'a wrapped key without its kek',
    content(`, ek: ${HEX}0123456789abcdef`),
    /contents\[0\]\.kek: is missing beside ek/,
  ],
  [
    'a kek without a key',
    content(`, kek: ${HEX}`),
    /contents\[0\]\.kek: kek alone names no key\. Right: kek with kid or ek$/,
  ],
  [
    'one authenticator for both',
    EXPRESSPLAY.replace(/( +)customer(.*\n)/, '$&$1other$2'),
    /otherAuthenticator: this is the same as customerAuthenticator/,
  ],
  [
    'two devices of one name',
    'devices: [{name: A, spc: {source: synthetic}}, {name: A, spc: {source: synthetic}}]',
    /^c\.yaml:1:49 devices\[1\]\.name: another device is called A/,
  ],
  [
    'two devices of one id',
    `devices: [{name: A, spc: {source: synthetic, hu: ${HEX}01234567}}, {name: B, spc: {source: synthetic, hu: ${HEX.toUpperCase()}01234567}}]`,
    /devices\[1\]\.spc\.hu: another device has this id/,
  ],
  [
    'a setting of another source',
    device('source: synthetic, command: [a]'),
    /devices\[0\]\.spc\.command: source synthetic makes no use of it\. Right: source: command$/,
  ],
  [
    'an SPC source with empty lists',
    device('source: file, files: {bound: []}'),
    /devices\[0\]\.spc\.files: there is no SPC/,
  ],
  ['a shard beyond the last', 'shard: 3/2\n', /^c\.yaml:1:1 shard: there is no shard 3 of 2\. Right: 1\/2 to 2\/2$/],
  [
    'an unknown requirement',
    'requirement: [SEQ-42, SEQ-421]\n',
    /^c\.yaml:1:23 requirement\[1\]: SEQ-421 is not in the ledger\. Right: an id .*; SEQ-42\?$/,
  ],
  [
    'an unknown part',
    'requirement: [SEQ-07.odrer]\n',
    /SEQ-07\.odrer is not in the ledger\. Right: SEQ-07 with order, counts; SEQ-07\.order\?$/,
  ],
  [
    'a part of nothing',
    '',
    /^option --requirement: SEQ-42\.code is not in the ledger/,
    { options: { requirement: ['SEQ-42.code'] } },
  ],
  [
    'a malformed tag expression',
    'tags: "@SEQ-42 and"\n',
    /^c\.yaml:1:1 tags: this is no tag expression\. .* Right: a tag expression such as/,
  ],
  [
    'a tag that is no requirement',
    '',
    /^option --tags: SEQ-43x is not in the ledger\. .* SEQ-43\?$/,
    { options: { tags: 'not @SEQ-43x or @mine' } },
  ],
  [
    'a tag with a part',
    'tags: "@SEQ-07.order"\n',
    /@SEQ-07\.order is no tag; .* Right: @SEQ-07, or requirement: \[SEQ-07\.order\]$/,
  ],
  [
    'a waivers file that is not there',
    'waivers: none.yaml\n',
    /^c\.yaml:1:1 waivers: none\.yaml is not there\. Right: a file that can be read/,
  ],
  [
    'an authority that is not there',
    'expressplay: {tls: {ca: none.pem}}\n',
    /^c\.yaml:1:21 expressplay\.tls\.ca: none\.pem is not there/,
  ],
  ['a folder for a file', 'sees: {tls: {ca: .}}\n', /sees\.tls\.ca: \. cannot be read \(EISDIR\)/],
  [
    'a module that is not there',
    'profile: stub\nsees: {module: ./none.js}\n',
    /^c\.yaml:2:8 sees\.module: there is no such module/,
  ],
  [
    'credentials that are none',
    'expressplay: {credentials: {certificate: c.yaml, ask: 0123456789abcdef0123456789abcdef}}',
    /expressplay\.credentials: certificate: expected an X\.509/,
  ],
  [
    'a captured SPC that is not there',
    device('source: file, files: {bootstrap: [a.spc]}'),
    /^c\.yaml:3:45 devices\[0\]\.spc\.files\.bootstrap\[0\]: a\.spc is not there/,
  ],
  [
    'a certificate in place of an SPC',
    device('source: file, files: {bound: [test.der]}'),
    /^c\.yaml:3:41 devices\[0\]\.spc\.files\.bound\[0\]: test\.der: .*\(not-an-spc-der-certificate\).* Right: the bytes of one SPC .* certificate in DER$/,
  ],
  [
    'base64 in place of an SPC',
    device('source: file, files: {bound: [spc.txt]}'),
    /bound\[0\]: spc\.txt: .*\(base64-text\).* Right: .*decoded/,
  ],
  [
    'an SPC that the played ExpressPlay could not read',
    device('source: file, files: {bound: [other.spc]}'),
    /bound\[0\]: other\.spc is not made with the test certificate: in profile stub ExpressPlay is played here/,
  ],
  [
    'an SPC of a version that the played ExpressPlay could not read',
    `${SEES}${device('source: file, files: {bound: [two.spc]}')}`,
    /two\.spc is of version 2: in profile sees ExpressPlay is played here .* Right: source: synthetic, or profile/,
  ],
  [
    'a certificate for nothing',
    device('source: synthetic, certificate: test.der'),
    /devices\[0\]\.spc\.certificate: source synthetic makes no use of it\. Right: source: file or command$/,
  ],
  [
    'an age for a command',
    device('source: command, command: [a], maxAgeSeconds: 5'),
    /devices\[0\]\.spc\.maxAgeSeconds: source command makes no use of it\. Right: source: file$/,
  ],
  [
    'a form that no program prints',
    device('source: command, command: [a], output: hex'),
    /devices\[0\]\.spc\.output: "hex" .* Right: one of raw, base64$/,
  ],
  [
    'arguments for a shell',
    device('source: command, command: [a, b], shell: true'),
    /devices\[0\]\.spc\.command: a shell takes one command line\. Right: one text/,
  ],
  [
    'places to be filled in for a shell',
    device('source: command, command: ["capture {device}"], shell: true'),
    /devices\[0\]\.spc\.command: nothing is filled in for a shell\. Right: "\$SPC_DEVICE"/,
  ],
  ['half an SPC', device('source: file, files: {bound: [half.spc]}'), /bound\[0\]: half\.spc: .*\(truncated\)/],
  ['an empty file for an SPC', device('source: file, files: {bound: [empty.spc]}'), /bound\[0\]: empty\.spc: /],
  [
    'an SPC of another certificate',
    device('source: file, files: {bound: [other.spc]}, certificate: test.der'),
    /bound\[0\]: other\.spc was made with another certificate/,
  ],
  [
    'a certificate that is none',
    device('source: file, files: {bound: [right.spc]}, certificate: c.yaml'),
    /devices\[0\]\.spc\.certificate: this is no certificate/,
  ],
];

describe('what is wrong with a configuration is told with its place and the right form', () => {
  const folder = useFolder();

  for (const [what, text, problem, more] of [...FORM, ...MEANING]) {
    it(what, () => {
      writeFixtures();
      const problems = folder.problems(text, more);
      assert.ok(
        problems.some((line) => problem.test(line)),
        `${problem.source} in\n${problems.join('\n') || 'no problem'}`,
      );
      for (const line of problems) assert.match(line, /: .+\. Right: .+/);
      assert.ok(!problems.join('').includes(folder.path), 'paths are shown as the operator knows them');
    });
  }

  it('a file that is not there', () => {
    const [problem, ...others] = folder.problems('', { file: 'none.yaml' });
    assert.match(problem ?? '', /^none\.yaml: there is no such file\. Right: --config FILE/);
    assert.deepEqual(others, []);
  });

  it('right captures are accepted, versions 2 and 3 unseen', () => {
    writeFixtures();
    const files = 'source: file, files: {bootstrap: [right.spc], bound: [two.spc, three.spc]}, certificate: test.der';
    assert.deepEqual(folder.problems(`${EXPRESSPLAY}${device(`${files}, maxAgeSeconds: 60, reuse: true`)}`), []);
    assert.deepEqual(folder.problems(device('source: file, files: {bound: [right.spc]}')), []);
  });

  it('right commands are accepted', () => {
    writeFixtures();
    const commands = [
      "command: [spc, '{device}', '{step}'], certificate: test.der",
      'command: ["spc | base64"], shell: true',
    ];
    for (const command of commands)
      assert.deepEqual(folder.problems(device(`source: command, ${command}, output: base64, reuse: true`)), []);
  });

  for (const text of [SEES, EXPRESSPLAY]) {
    it(`nothing is wrong with the base of the cases: ${text.split('\n', 1).join('')}`, () => {
      assert.deepEqual(folder.problems(text), []);
    });
  }

  it('the title base is right', () => {
    assert.deepEqual(folder.problems(content(', expirationTime: "+2592000"')), []);
    assert.deepEqual(folder.problems(content(', expirationTime: "+1"')), []);
  });

  it('secrets are never repeated', () => {
    const secret = 'b5ec2e7ab5ec2e7a';
    const wrong = [
      content('').replace(HEX, secret),
      `expressplay: {customerAuthenticator: [${secret}]}`,
      `expressplay: {keyStore: [{kid: x, ek: ${secret}, kek: ${secret}}]}`,
      `expressplay: {credentials: {certificate: a, ask: ${secret}}}`,
      device(`source: synthetic, hu: ${secret}`).replace('synthetic', '${SOURCE}'),
    ];
    for (const text of wrong) {
      const problems = folder.problems(text, { env: { SOURCE: secret } });
      assert.ok(problems.length > 0, text);
      assert.ok(!problems.join('\n').includes(secret), problems.join('\n'));
    }
    const broken = folder.problems(`expressplay:\n  customerAuthenticator: "${secret}\nseed: [`);
    assert.ok(broken.length > 0 && !broken.join('\n').includes(secret), broken.join('\n'));
  });

  function writeFixtures(): void {
    const spc = new Device({ name: 'A', hu: Buffer.alloc(20, 1) }).createSpc({
      contentID: 'aa',
      credentials: loadTestCredentials(),
    }).bytes;
    const other = Buffer.from(spc);
    other.fill(0, 152, 172);
    folder.write('test.der', CERTIFICATE);
    folder.write('right.spc', spc);
    folder.write('other.spc', other);
    folder.write('half.spc', spc.subarray(0, 200));
    folder.write('empty.spc', '');
    folder.write('spc.txt', spc.toString('base64'));
    for (const [name, version] of [
      ['two.spc', 2],
      ['three.spc', 3],
    ] as const) {
      const bytes = Buffer.from(spc);
      bytes.writeUInt32BE(version, 0);
      folder.write(name, bytes);
    }
  }
});
