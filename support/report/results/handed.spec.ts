import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import type { Finding } from '../../checks';
import { Journal, Redactor, TransportError, unredactedOf, VirtualClock, withUnredacted } from '../../exchange';
import { gradeFinding, type CheckVerdict, type JudgedFinding, type ScenarioRecord } from '../../verdict';
import { record, step, timeScript } from '../testing/records';
import { checkVerdict, conformance, requirement } from '../testing/reports';
import { handFindings, takeFindings } from './handed-findings';
import { handRecord, takeRecord } from './handed-record';
import { handReport, takeReport } from './handed-report';

const KEY = '00112233445566778899aabbccddeeff';
const TOKEN = 'a-token-of-the-run-0123456789';

/** As it comes out of the run, with secrets in everything that may hold any. */
function live(): { record: ScenarioRecord; redactor: Redactor } {
  const redactor = new Redactor();
  redactor.learn('iv', 'ffeeddccbbaa99887766554433221100');
  redactor.learn('contentKey', Buffer.from(KEY, 'hex'));
  redactor.learnName('device', 'boundTo');
  const journal = new Journal('scenario', new VirtualClock(1_000), redactor);
  const url = `https://ep.test/hms/fp/token?contentKey=${KEY}&boundTo=somebody`;
  const request = { method: 'POST', url, headers: { 'x-key': KEY }, body: Buffer.from([0, 200, 255, 10]) };
  const answered = journal.begin({ operation: 'token', from: 'sees', to: 'expressplay', request });
  const body = Buffer.from(`https://ep.test/?ExpressPlayToken=${TOKEN} \u00fc`);
  answered.answer({ status: 200, headers: { 'content-type': 'text/uri-list; charset=utf-8' }, body });
  journal.begin({ operation: 'license', from: 'client', to: 'expressplay', request }).open({
    ...{ kind: 'opened', contentKey: Buffer.from(KEY, 'hex'), iv: Buffer.alloc(16, 7), form: 'raw', leaseSeconds: 60 },
  });
  const failed = journal.begin({ operation: 'record', from: 'sees', to: 'expressplay', request });
  failed.fail(new TransportError('reset', 'ECONNRESET', `POST ${url}: reset`));
  journal.begin({ operation: 'unknown', from: 'sees', to: 'expressplay', request });
  journal.note(`the key is ${KEY}`);
  const said = (message: string, more: Partial<Finding> = {}): Finding =>
    withUnredacted(
      {
        ...{ check: 'SEQ-42', verdict: 'right' },
        get message() {
          return redactor.text(message);
        },
        ...more,
      },
      message,
    );
  const findings = [
    said(`the key is ${KEY}`, { exchange: 1 }),
    said('nobody said so', { verdict: 'wrong', expected: 'another key', observed: '<contentKey #1>', exchange: 3 }),
    said(`nobody used ${TOKEN}`, { verdict: 'could-not-test' }),
  ].map((finding) => gradeFinding(finding, 'MUST', false, true));
  const [first] = findings;
  const bare = { check: 'SEQ-42', verdict: 'harness-error', message: 'fell over' } as const;
  const made = record(timeScript(), {
    findings: [...findings, gradeFinding(bare, 'MUST', true)],
    steps: [step('When', { exchanges: [1, 2] }), step('Then', { findings: first === undefined ? [] : [first] })],
    notes: journal.notes,
    traffic: journal.exchanges,
  });
  const described = journal.exchanges.map((exchange) => exchange.describe());
  return { record: { ...made, exchanges: described }, redactor };
}

/** A redactor of another thread, that was told the same. */
function taught({ lessons }: Redactor): Redactor {
  const other = new Redactor();
  for (const lesson of structuredClone(lessons)) other.study(lesson);
  return other;
}

describe('handRecord and takeRecord', () => {
  it('bring a record to another thread, the same to the last tag', () => {
    const { record: told, redactor } = live();
    const taken = takeRecord(structuredClone(handRecord(told)), taught(redactor));
    const { traffic: _all, ...expected } = told;
    const { traffic, ...got } = taken;
    const text = JSON.stringify(got);
    // Of what was made here, messages are no members of their own.
    assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(expected)));
    assert.deepEqual(traffic, []);
    assert.ok(
      !text.includes(KEY) && !text.includes(TOKEN) && text.includes('<contentKey #1>') && text.includes('<token #1>'),
    );
  });

  it('redact with what the other thread knows, and not before', () => {
    const { record: told } = live();
    const text = JSON.stringify(takeRecord(structuredClone(handRecord(told)), new Redactor()).findings);
    assert.ok(text.includes(`the key is ${KEY}`), text);
  });

  it('leave a finding one, in its step and in the record', () => {
    const { record: told, redactor } = live();
    const { steps, findings } = takeRecord(structuredClone(handRecord(told)), taught(redactor));
    assert.ok(findings[0] !== undefined && steps[1]?.findings[0] === findings[0]);
  });

  it('keep what only a step has, and what the record has twice', () => {
    const { record: told, redactor } = live();
    const [first = assert.fail(), second = assert.fail()] = told.findings;
    const odd = { ...told, findings: [second, second], steps: [step('Then', { findings: [first, second] })] };
    const { steps, findings } = takeRecord(structuredClone(handRecord(odd)), taught(redactor));
    assert.deepEqual(JSON.parse(JSON.stringify(findings)), JSON.parse(JSON.stringify(odd.findings)));
    assert.deepEqual(JSON.parse(JSON.stringify(steps[0]?.findings)), JSON.parse(JSON.stringify([first, second])));
    assert.ok(findings[0] === findings[1] && findings[0] === steps[0]?.findings[1]);
  });
});

describe('handFindings and takeFindings', () => {
  const said = (message: string, more: Partial<Finding>, invariant = true): JudgedFinding => {
    const finding = withUnredacted({ check: 'SEQ-42', verdict: 'right', message: 'redacted', ...more }, message);
    return gradeFinding(finding as Finding, 'MUST', invariant);
  };

  it('send what is the same but for the exchange once, and bring every finding back in its place', () => {
    const findings = [
      ...[1, 2, 3].map((exchange) => said('fits', { exchange })),
      said('fits', {}),
      said('fits', {}),
      said('fits', { exchange: 2 }),
      said('fits', { exchange: 2 }),
      said('does not', { exchange: 2 }),
      said('does not', { exchange: 4, verdict: 'wrong', expected: 'one', observed: 'two' }),
      said('does not', { exchange: 5, verdict: 'wrong', expected: 'one', observed: 'three' }),
      said('does not', { exchange: 6, verdict: 'wrong', expected: 'one', observed: 'three' }, false),
      said('does not', { exchange: 6, check: 'SEQ-35' }),
      gradeFinding({ check: 'SEQ-35', verdict: 'right', message: 'does not', exchange: 7 }, 'MUST', true),
      gradeFinding({ check: 'SEQ-35', verdict: 'right', message: 'does not', exchange: 8 }, 'MUST', true),
    ];
    const handed = structuredClone(handFindings(findings));
    assert.equal(handed.values.filter((value) => value === 'fits').length, 4);
    const taken = takeFindings(handed, new Redactor());
    const plain = findings.map((finding) => ({ ...finding, message: unredactedOf(finding) ?? finding.message }));
    assert.deepEqual(taken, plain);
    assert.equal(new Set(taken).size, findings.length);
  });
});

describe('handReport and takeReport', () => {
  it('bring a report to another thread, its reasons redacted there, its members in their order', () => {
    const redactor = new Redactor();
    redactor.learn('contentKey', KEY);
    const late: CheckVerdict = withUnredacted(
      {
        ...checkVerdict('SEQ-42', 'fail'),
        get reason(): string {
          return assert.fail('it was redacted here');
        },
      },
      `it opened with ${KEY}`,
    );
    const report = conformance({ requirements: [requirement([checkVerdict('SEQ-35', 'pass')]), requirement([late])] });
    const taken = takeReport(structuredClone(handReport(report)), taught(redactor));
    const told = { ...checkVerdict('SEQ-42', 'fail'), reason: 'it opened with <contentKey #1>' };
    const expected = { ...report, requirements: [report.requirements[0], requirement([told])] };
    assert.equal(JSON.stringify(taken), JSON.stringify(expected));
  });
});

describe('withUnredacted', () => {
  it('shows what it keeps to nobody who does not ask for it', () => {
    const owner = withUnredacted({ message: '<contentKey #1>' }, KEY);
    for (const shown of [JSON.stringify(owner), inspect(owner, { showHidden: true }), inspect({ ...owner })]) {
      assert.ok(!shown.includes(KEY));
    }
    assert.deepEqual(structuredClone(owner), { message: '<contentKey #1>' });
    assert.deepEqual(owner, { message: '<contentKey #1>' });
  });
});
