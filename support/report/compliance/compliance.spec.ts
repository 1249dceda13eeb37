import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { describe, it } from 'node:test';
import { loadLedger } from '../../ledger';
import { signReport } from '../evidence/sign';
import { fingerprintOf } from '../evidence/signing-key';
import { checkVerdict, conformance, requirement } from '../testing/reports';
import { complianceOf } from './compliance';
import { proofWords } from './facts';
import { complianceMarkdown } from './markdown';
import { compliance } from './index';
import { compliancePage } from './page';
import { rangesOf } from './scenarios';

const HOSTILE = `</td></style><script>alert(1)</script><img src=x onerror=alert(2)>"'&\u202E\u001b[31m`;

/** A report of whoever wants to be shown as something else. */
function hostile(): ReturnType<typeof conformance> {
  const base = conformance();
  const { run } = base;
  return conformance({
    run: {
      ...run,
      target: { sees: HOSTILE, expressplay: HOSTILE },
      readings: { [HOSTILE]: HOSTILE },
      nonce: HOSTILE,
      partial: HOSTILE,
    },
    verdict: { ...base.verdict, reason: HOSTILE },
    requirements: [
      requirement(
        [checkVerdict('SEQ-42', 'fail', { reason: HOSTILE, expected: HOSTILE, observed: HOSTILE, waived: true })],
        {
          statement: HOSTILE,
          source: [HOSTILE],
          provedBy: HOSTILE,
        },
      ),
      requirement([checkVerdict('SEQ-43', 'not-observable', { reason: HOSTILE })]),
    ],
    waivers: [
      {
        requirement: 'SEQ-42',
        owner: HOSTILE,
        reason: HOSTILE,
        issue: HOSTILE,
        until: '2026-12-31',
        state: 'in-force',
        covered: ['SEQ-42'],
      },
    ],
    scenarios: base.scenarios.map((scenario) => ({
      ...scenario,
      name: HOSTILE,
      feature: HOSTILE,
      rule: HOSTILE,
      uri: HOSTILE,
    })),
  });
}

describe('complianceOf', () => {
  it('groups requirements by party and part of the documents, with their documents and scenarios', () => {
    const requirements = [
      requirement([checkVerdict('SEES-TRN-01', 'pass')], { family: 'sees-transport', source: ['SEES-API'] }),
      requirement([checkVerdict('EP-LIC-06', 'fail')], { family: 'license', party: 'expressplay' }),
      requirement([checkVerdict('SEQ-43', 'pass', { evidence: [] })], {
        family: 'sequence',
        party: 'both',
        source: [],
      }),
    ];
    const { parties, documents, clauses } = complianceOf(conformance({ requirements }));
    assert.deepEqual(
      parties.map(({ title, sections }) => [title, ...sections.map((section) => section.title)]),
      [
        ['SEES', 'Transport'],
        ['ExpressPlay', 'The license request'],
        ['SEES and ExpressPlay together', 'The sequences'],
      ],
    );
    assert.deepEqual(documents, [{ key: 'SEES-API', title: loadLedger().sources.get('SEES-API') }]);
    assert.deepEqual(
      clauses.map(({ evidence, group }) => [group, evidence.map(({ number, name }) => `${String(number)} ${name}`)]),
      [
        ['pass', ['1 A']],
        ['wrong', ['1 A']],
        ['pass', []],
      ],
    );
  });

  it('tells for one reason once what was not judged', () => {
    const reason = 'the target cannot be reached';
    const requirements = ['SEQ-01', 'SEQ-02'].map((id) =>
      requirement([checkVerdict(id, 'could-not-test', { reason })]),
    );
    assert.deepEqual(complianceOf(conformance({ requirements })).unjudged, [
      {
        outcome: 'could-not-test',
        reason,
        checks: [
          { id: 'SEQ-01', clause: 'SEQ-01' },
          { id: 'SEQ-02', clause: 'SEQ-02' },
        ],
      },
    ]);
  });

  it('tells changed readings first, and leaves open what a report leaves open', () => {
    const { readings, ...rest } = conformance();
    const of = (report: ReturnType<typeof conformance>): string[] =>
      complianceOf(report).readings.map(({ key, standing }) => `${key} ${standing}`);
    const moved = (readings ?? []).map((reading) => ({ ...reading, byDefault: reading.reading !== 'denial.status' }));
    assert.deepEqual(of({ ...rest, readings: moved }), ['denial.status changed', 'names.deviceId default']);
    assert.deepEqual(of(rest), ['names.deviceId unknown', 'denial.status unknown']);
  });

  it('finds the waiver of a check by what it covers', () => {
    const { clauses } = complianceOf(conformance());
    const waived = clauses.filter(({ waivers }) => waivers.length > 0);
    assert.deepEqual(
      waived.map(({ verdict, waivers }) => [verdict.id, waivers.map(({ issue }) => issue)]),
      [['SEES-RES-04', ['OPS-1']]],
    );
  });
});

describe('rangesOf', () => {
  it('joins neighbors', () => {
    assert.equal(rangesOf([]), '');
    assert.equal(rangesOf([4]), 'S4');
    assert.equal(rangesOf([1, 2, 5, 6, 7, 9]), 'S1, S2, S5 to S7, S9');
  });
});

describe('proofWords', () => {
  it('counts violations and leaves other words alone', () => {
    const of = (provedBy: string): string => proofWords(requirement([checkVerdict('SEQ-42', 'pass')], { provedBy }));
    assert.equal(of('no-expiry, plain-http'), '2 seeded violations that its checks found: no-expiry, plain-http');
    assert.equal(of('not proved for this version'), 'not proved for this version');
    assert.equal(of('no seeded violation'), 'no seeded violation');
  });
});

describe('compliancePage', () => {
  it('says of a requirement: sentence, level, strength, verdict, evidence, proof, waiver', () => {
    const page = compliancePage(complianceOf(conformance()));
    const [, clause = ''] = /(<details class="clause g-wrong g-waived"[^]*?<\/details>)/u.exec(page) ?? [];
    for (const said of [
      'Statement of SEES-RES-04',
      'MUST, stated',
      '<span class="chip fail">fail</span>',
      'why SEES-RES-04 is fail',
      '<a href="#S1">S1 A</a>',
      'not proved for this version',
      'SEES-RES-04, until 2026-12-31, by ops (OPS-1): the next release mends it | soon',
    ])
      assert.ok(clause.includes(said), `${said}\n${clause}`);
  });

  it('says how to repeat the run and whether it was signed', () => {
    const unsigned = compliancePage(complianceOf(conformance()));
    for (const said of [
      'npx sees-conformance run --profile stub --hosting nock --seed 7 --nonce n0',
      'sha256:abc',
      'v20.20.2',
    ])
      assert.ok(unsigned.includes(said), said);
    assert.match(unsigned, /conformance\.json was not signed/u);
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const signed = compliancePage(complianceOf(signReport(conformance(), privateKey)));
    assert.ok(signed.includes(fingerprintOf(publicKey)));
    assert.match(signed, /sees-conformance verify conformance\.json/u);
  });

  it('closes what it opens', () => {
    const page = compliancePage(complianceOf(hostile()));
    const open: string[] = [];
    for (const [, end, name = ''] of page.matchAll(/<(\/?)([a-z]\w*)[^>]*>/gu)) {
      if (end === '/') assert.equal(open.pop(), name);
      else if (!['br', 'input', 'meta'].includes(name)) open.push(name);
    }
    assert.deepEqual(open, []);
  });

  it('leads every link to something on the page, ids once', () => {
    const page = compliancePage(complianceOf(conformance()));
    const ids = [...page.matchAll(/ id="([^"]+)"/gu)].map(([, id]) => id);
    assert.deepEqual([...new Set(ids)], ids);
    const dead = [...page.matchAll(/ href="#([^"]+)"/gu)].filter(([, id]) => !ids.includes(id));
    // The readings of that report touch requirements that it does not list.
    assert.deepEqual([...new Set(dead.map(([, id]) => id))].sort(), ['EP-TOK-18', 'EP-TOK-19', 'SEES-TRN-11']);
  });

  it('holds no markup of others, no script, nothing to load', () => {
    const page = compliancePage(complianceOf(hostile()));
    assert.doesNotMatch(page, /<script|<img|onerror=alert\(2\)>["']/u);
    assert.ok(!/[\u202E\p{Cc}]/u.test(page.replaceAll('\n', '')));
    assert.ok(page.includes('&lt;script&gt;alert(1)&lt;/script&gt;'));
    assert.doesNotMatch(page.replace(/&lt;[^]*?&gt;/gu, ''), /\b(?:src|srcset|action)=|url\(|@import/u);
    assert.equal(page.match(/<\/style>/gu)?.length, 1);
    assert.match(page, /content="default-src 'none'; style-src 'unsafe-inline'"/u);
  });

  it('is framed without links, which would leave the frame', () => {
    const { html, framed } = compliance(conformance());
    assert.doesNotMatch(framed, /<a |href=/u);
    assert.match(framed, /S1 A/u);
    assert.match(html, /<a href=/u);
  });
});

describe('complianceMarkdown', () => {
  it('has a row for each requirement, and the same sections', () => {
    const lines = complianceMarkdown(complianceOf(conformance())).split('\n');
    assert.equal(lines[0], '# SEES compliance report');
    const row = lines.find((line) => line.startsWith('| **SEES-RES-04**'));
    assert.equal(
      row,
      String.raw`| **SEES-RES-04** (SEES-API) | Statement of SEES-RES-04 | MUST, stated | fail (waived): why SEES-RES-04 is fail | S1 A | not proved for this version | SEES-RES-04, until 2026-12-31, by ops (OPS-1): the next release mends it \| soon |`,
    );
    for (const heading of [
      '## Not judged, and why',
      '## Readings',
      '## Waivers',
      '## How to repeat it',
      '## Scenarios',
    ])
      assert.ok(lines.includes(heading), heading);
    assert.ok(lines.includes('| names.deviceId | deviceid | **changed** | EP-TOK-18, EP-TOK-19 |'));
  });

  it('keeps its tables whatever a reason holds', () => {
    // Within a fence nothing is markup; what stands there is one line.
    const text = complianceMarkdown(complianceOf(hostile())).replace(/^```sh\n.*\n```$/mu, '');
    assert.doesNotMatch(text, /<script|<img/u);
    assert.ok(!/[\u202E\p{Cc}]/u.test(text.replaceAll('\n', '')));
    const table = text.split('\n').filter((line) => line.startsWith('| **SEQ-42**'));
    assert.deepEqual(
      table.map((line) => line.split(/(?<!\\)\|/u).length),
      [9],
    );
  });
});
