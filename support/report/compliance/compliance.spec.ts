import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { create } from 'xmlbuilder2';
import type { ConformanceReport } from '../../verdict';
import { checkVerdict, conformance, requirement } from '../testing/reports';
import { compliance } from './index';

/** The page is well-formed as XML once its few void elements are closed and the style is out of the way. */
function parsed(html: string): string {
  const body = html.slice(html.indexOf('<body>'), html.indexOf('</html>')).replaceAll('<br>', '<br/>');
  return create(body).end();
}

const HOSTILE = `<script>alert(1)</script> "quoted" 'and' & | * \u0000 \u202E`;

describe('the compliance page', () => {
  it('names every requirement with clause, sentence, level, verdict, evidence, proof and waiver', () => {
    const report = conformance();
    const { html, markdown } = compliance(report);
    for (const { id, statement, provedBy, waiver } of report.requirements) {
      for (const text of [html, markdown]) {
        assert.ok(text.includes(id), id);
        assert.ok(text.includes(statement.split(' ')[0] ?? ''), statement);
        assert.ok(text.includes(provedBy), provedBy);
        if (waiver !== undefined) assert.ok(text.includes(waiver.owner) && text.includes(waiver.until));
      }
      assert.equal(html.split(`<tr id="${id}">`).length, 2, `${id} has one row`);
    }
    assert.doesNotThrow(() => parsed(html));
  });

  it('says what was not seen and why, how it was read, and how to repeat it', () => {
    const unseen = checkVerdict('SEQ-99', 'not-observable', { reason: 'this profile cannot show it' });
    const report = conformance({ requirements: [requirement([unseen])] });
    const { html, markdown } = compliance(report);
    for (const text of [html, markdown]) {
      assert.ok(text.includes('not-observable: this profile cannot show it'));
      assert.ok(text.includes(report.run.configurationDigest));
      assert.ok(text.includes(`--seed ${String(report.run.seed)}`));
      for (const { reading } of report.readings ?? []) assert.ok(text.includes(reading), reading);
    }
  });

  it('needs no script, loads nothing, and lets no text of a target become markup', () => {
    const bad = checkVerdict('SEQ-35', 'fail', { reason: HOSTILE, observed: HOSTILE, expected: HOSTILE });
    const report: ConformanceReport = conformance({ requirements: [requirement([bad], { statement: HOSTILE })] });
    const { html, markdown } = compliance(report);
    assert.doesNotMatch(html, /<script/i);
    assert.doesNotMatch(html, /(src|href)="(?!#)/);
    assert.doesNotMatch(html, /@import|url\(/);
    assert.doesNotThrow(() => parsed(html));
    assert.doesNotMatch(markdown, /<script/i);
    // Seven cells, whatever the texts hold.
    const row = markdown.split('\n').find((line) => line.startsWith('| SEQ-35')) ?? '';
    assert.equal(row.replaceAll('\\|', '').split('|').length, 9);
  });
});
