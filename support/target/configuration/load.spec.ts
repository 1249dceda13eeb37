import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DEFAULT_READINGS } from '../../protocol';
import { loadConfiguration } from './load';
import { EXPRESSPLAY, problemsOf, SEES, useFolder } from './testing/folder';

describe('a configuration without a file', () => {
  const folder = useFolder();
  const load = (env = {}) => loadConfiguration({ env, cwd: folder.path });

  it('tests the reference pair behind nock on virtual time', () => {
    const configuration = load();
    assert.equal(configuration.file, undefined);
    assert.equal(configuration.profile, 'stub');
    assert.equal(configuration.hosting, 'nock');
    assert.equal(configuration.time.mode, 'virtual');
    assert.equal(configuration.out, `${folder.path}/reports`);
    assert.deepEqual(
      configuration.devices.map(({ name, spc }) => [name, spc.source]),
      [
        ['A', 'synthetic'],
        ['B', 'synthetic'],
      ],
    );
    assert.deepEqual(configuration.limits, {
      requestBytes: 1048576,
      responseBytes: 1048576,
      redemptions: undefined,
      parallelFlows: 20,
      sockets: 256,
    });
    assert.deepEqual(configuration.timeouts, {
      entitlementMs: 10_000,
      tokenMs: 10_000,
      recordMs: 10_000,
      licenseMs: 10_000,
      requestMs: 10_000,
    });
    assert.equal(configuration.expressplay.record.declared, true);
  });

  it('has the default readings of the protocol', () => {
    for (const [key, value] of Object.entries(DEFAULT_READINGS)) {
      assert.deepEqual(load().readings[key as keyof typeof DEFAULT_READINGS], value, key);
    }
  });

  it('draws another seed and nonce for each run', () => {
    const [first, second] = [load(), load()];
    assert.notDeepEqual([first.seed, first.nonce], [second.seed, second.nonce]);
    assert.match(first.nonce, /^[0-9a-f]{16}$/);
    assert.ok(Number.isInteger(first.seed) && first.seed >= 0 && first.seed < 2 ** 31);
  });

  it('makes titles, keys and authenticators from the seed alone', () => {
    const [first, again, other] = [1, 1, 2].map((seed) => load({ SEES_CONFORMANCE_SEED: String(seed) }));
    assert.deepEqual(first?.sees.contents, again?.sees.contents);
    assert.equal(first?.expressplay.customerAuthenticator, again?.expressplay.customerAuthenticator);
    assert.notDeepEqual(first?.sees.contents, other?.sees.contents);
    assert.notEqual(first?.expressplay.customerAuthenticator, first?.expressplay.otherAuthenticator);
    const keys = first?.sees.contents.flatMap(({ contentID, contentKey, iv }) => [contentID, contentKey, iv]) ?? [];
    assert.equal(new Set(keys).size, keys.length);
    assert.ok(keys.length >= 3 * 6);
  });

  it('offers a title for every kind of policy, ids shaped like GUIDs', () => {
    const { contents, registration } = load().sees;
    for (const { contentID } of contents) {
      assert.match(contentID, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
    assert.equal(registration.contentID, contents[0]?.contentID);
    const policies = contents.map(
      ({ expirationTime, expirationForm }) => `${expirationTime ?? ''}${expirationForm ?? ''}`,
    );
    for (const policy of ['', '+60', '+60absolute', '+86400', '+2592000']) assert.ok(policies.includes(policy), policy);
    assert.equal(contents.filter(({ rentalDuration = 0 }) => rentalDuration > 0).length, 1);
  });

  it('is frozen to the ground', () => {
    const configuration = load();
    assert.throws(() => Object.assign(configuration.sees.contents[0] ?? {}, { iv: '' }), TypeError);
    assert.throws(() => Object.assign(configuration.readings, { multiDevice: 'deny' }), TypeError);
  });
});

describe('precedence', () => {
  const folder = useFolder();
  const file = 'gate: none\nout: from-file\nseed: 3\nhtml: true\nrequirement: [SEQ-01]\n';
  const env = {
    SEES_CONFORMANCE_GATE: 'should',
    SEES_CONFORMANCE_OUT: 'from-env',
    SEES_CONFORMANCE_SEED: '4',
    SEES_CONFORMANCE_REQUIREMENT: 'SEQ-02, SEQ-07.order',
    SEES_CONFORMANCE_NO_HTML: 'true',
    SEES_CONFORMANCE_TAGS: '',
  };

  it('file over default', () => {
    const { gate, out, seed, requirement, html } = folder.load(file);
    assert.deepEqual([gate, out, seed, html], ['none', `${folder.path}/from-file`, 3, true]);
    assert.deepEqual(requirement, ['SEQ-01']);
  });

  it('environment over file', () => {
    const { gate, out, seed, requirement, html, tags } = folder.load(file, { env });
    assert.deepEqual([gate, out, seed, html], ['should', `${folder.path}/from-env`, 4, false]);
    assert.deepEqual(requirement, ['SEQ-02', 'SEQ-07.order']);
    assert.equal(tags, undefined, 'an empty variable is none');
  });

  it('option over environment', () => {
    const options = { gate: 'must', out: 'from-option', seed: '5', requirement: ['SEQ-42'] };
    const { gate, out, seed, requirement } = folder.load(file, { env, options });
    assert.deepEqual([gate, out, seed], ['must', `${folder.path}/from-option`, 5]);
    assert.deepEqual(requirement, ['SEQ-42']);
  });

  it('the parser saying html: true of its own accord does not outrank the file', () => {
    assert.equal(folder.load('html: false\n', { options: { html: true } }).html, false);
    assert.equal(folder.load('html: true\n', { options: { html: false } }).html, false);
  });

  it('finds the file by option, by environment, and by its name', () => {
    folder.write('sub/sees-conformance.config.yaml', 'seed: 11\n');
    folder.write('other.json', '{\n\t"seed": 12\n}\n');
    const cwd = `${folder.path}/sub`;
    const found = { cwd, env: { SEES_CONFORMANCE_CONFIG: '../other.json' } };
    assert.equal(loadConfiguration({ cwd, env: {} }).seed, 11);
    assert.equal(loadConfiguration(found).seed, 12);
    assert.equal(loadConfiguration({ ...found, file: 'sees-conformance.config.yaml' }).seed, 11);
  });

  it('takes relative paths from the folder of the file', () => {
    folder.write('sub/waivers.yaml', '[]');
    folder.write('sub/w.yaml', 'waivers: waivers.yaml\n');
    const { waivers, folder: base } = loadConfiguration({ file: 'sub/w.yaml', cwd: folder.path, env: {} });
    assert.equal(waivers, `${folder.path}/sub/waivers.yaml`);
    assert.equal(base, `${folder.path}/sub`);
  });
});

describe('values from the environment', () => {
  const folder = useFolder();

  it('stand for ${NAME} anywhere in a text', () => {
    const text = SEES.replace('https://sees.example', 'https://${HOST}:${PORT}');
    const { sees } = folder.load(text, { env: { HOST: 'sees.test', PORT: '8443' } });
    assert.equal(sees.url, 'https://sees.test:8443/entitle');
  });

  it('may be numbers where numbers are due, and stay text where text is due', () => {
    const env = { PORT: '9000', KEY: '00000000000000000000000000000001', QUIET: 'true' };
    const text = `${SEES.replace('00112233445566778899AABBCCDDEEFF', '${KEY}')}  listen:\n    port: \${PORT}\nquiet: \${QUIET}\n`;
    const configuration = folder.load(text, { env });
    assert.equal(configuration.expressplay.listen.port, 9000);
    assert.equal(configuration.sees.contents[0]?.contentKey, env.KEY);
    assert.equal(configuration.quiet, true);
  });

  it('are not looked through for further references, and $${ stands for itself', () => {
    const env = { A: '${B}', B: 'no' };
    assert.equal(
      folder.load('expressplay: {otherDrmToken: "12345678${A}$${B}"}', { env }).expressplay.otherDrmToken,
      '12345678${B}${B}',
    );
  });
});

describe('what a deployment leaves out', () => {
  const folder = useFolder();

  it('profile sees: real time, a listener, nothing invented about the SEES under test', () => {
    const configuration = folder.load(SEES);
    assert.equal(configuration.hosting, 'port');
    assert.equal(configuration.time.mode, 'real');
    assert.equal(configuration.sees.tls.mode, 'server');
    assert.equal(configuration.sees.registration.contentID, '11111111-1111-4111-8111-111111111111');
    assert.equal(configuration.sees.embeddedCatalogue, false);
    assert.equal(configuration.expressplay.otherAuthenticator, undefined);
    assert.equal(configuration.expressplay.record.declared, false);
    assert.equal(configuration.expressplay.listen.port, 8480);
  });

  it('key material is lower case, whoever wrote it', () => {
    assert.equal(folder.load(SEES).sees.contents[0]?.contentKey, '00112233445566778899aabbccddeeff');
  });

  for (const section of ['record:', 'record: {}', 'record: {mode: latest}']) {
    it(`the record format is declared by \`${section}\``, () => {
      assert.equal(folder.load(`${SEES}  ${section}\n`).expressplay.record.declared, true);
    });
  }

  it('sections whose settings are all commented out are as good as absent', () => {
    assert.equal(folder.load('sees:\n  # url: https://sees.example\ngate:\n').gate, 'must');
  });

  it('takes the nonce that the shards of one run share, whatever the target', () => {
    const settings = [
      'profile: expressplay',
      'expressplay: {tokenUrl: https://ep.example/hms/fp/token, recordUrl: https://ep.example/r/, customerAuthenticator: "201910,shared"}',
      'nonce: 0011223344',
      '',
    ].join('\n');
    assert.throws(() => folder.load(settings), /would meet the bindings of an earlier run/u);
    const { nonce, shard } = folder.load(`${settings}shard: 2/3\n`);
    assert.deepEqual([nonce, shard], ['0011223344', { index: 2, count: 3 }]);
  });

  it('numbers where a word is due are taken as they are spelled', () => {
    const { readings, nonce } = folder.load(
      'readings: {denial.status: 200, license.denyStatuses: [403, 5xx]}\nnonce: 0012345678\n',
    );
    assert.equal(readings['denial.status'], '200');
    assert.deepEqual(readings['license.denyStatuses'], ['403', '5xx']);
    assert.equal(nonce, '0012345678');
  });

  it('a shared file serves another profile when that is asked for', () => {
    const configuration = folder.load(SEES, { options: { profile: 'stub' } });
    assert.equal(configuration.profile, 'stub');
    assert.equal(configuration.sees.url, undefined);
  });

  for (const [host, redemptions] of [
    ['fp-gen.service.expressplay.com', 0],
    ['fp-gen.service.expressplay.cn', 0],
    ['fp-gen.test.expressplay.com', undefined],
    ['fp-gen.myservice.expressplay.example', undefined],
  ] as const) {
    it(`redemptions at ${host}: ${String(redemptions)}`, () => {
      const text = EXPRESSPLAY.replace('fp-gen.example', host);
      assert.equal(folder.load(text).limits.redemptions, redemptions);
      assert.equal(folder.load(`${text}limits: {redemptions: 7}\n`).limits.redemptions, 7);
    });
  }

  it('several things are told at once', () => {
    const problems = folder.problems('gate: soft\nsees: {url: 5}\nlimits: {sockets: 0}\n');
    assert.equal(problems.length, 3);
  });

  it('two files side by side are one too many', () => {
    folder.write('two/sees-conformance.config.yaml', '');
    folder.write('two/sees-conformance.config.json', '{}');
    const [problem] = problemsOf(() => loadConfiguration({ cwd: `${folder.path}/two`, env: {} }));
    assert.match(
      problem ?? '',
      /config\.yaml and sees-conformance\.config\.json lie side by side\. Right: .*--config FILE/,
    );
  });
});
