import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { outputPlaces, writeFiles } from '../support/report';
import type { ConformanceReport, Outcome, RequirementVerdict, WaiverVerdict } from '../support/verdict';
import { BROWSER_REQUIRED, findBrowser } from './browser';
import { command, readJson, temporaryFolder, told } from './command';

const executablePath = findBrowser();
const axe = findAxe();
const missing = executablePath === undefined ? 'no Chromium on this machine' : undefined;
const skip = !BROWSER_REQUIRED && missing;
const skipAxe = !BROWSER_REQUIRED && (missing ?? (axe === undefined && 'axe-core is not installed'));

/** Of axe-core what is looked at. */
interface Findings {
  readonly violations: readonly {
    readonly id: string;
    readonly impact?: string | null;
    readonly nodes: readonly { readonly html: string }[];
  }[];
  readonly passes: readonly unknown[];
}

const OUTCOMES: readonly Outcome[] = [
  ...(['pass', 'fail', 'warn', 'info', 'not-applicable'] as const),
  ...(['not-observable', 'not-selected', 'could-not-test', 'harness-error'] as const),
];

/** A report with one requirement of every outcome, a waiver, and reasons that want to be more than text. */
function everything(report: ConformanceReport): ConformanceReport {
  const reason = '<script>document.title="taken over"</script><img src="https://example.invalid/x.png">';
  const sample = report.requirements.filter(({ checks }) => checks.length > 1).slice(0, OUTCOMES.length);
  const requirements = sample.map(({ checks, ...rest }, index): RequirementVerdict => {
    const outcome = OUTCOMES[index] ?? 'pass';
    const judged = checks.map((check) => ({ ...check, outcome, reason, expected: reason, waived: outcome === 'warn' }));
    return { ...rest, outcome, checks: judged };
  });
  const waived = requirements.find(({ outcome }) => outcome === 'warn')?.id ?? '';
  const waiver: WaiverVerdict = {
    ...{ requirement: waived, owner: 'ops', reason, issue: 'OPS-1', until: '2099-12-31' },
    ...{ state: 'in-force', covered: [waived] },
  };
  const count = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 1])) as Record<Outcome, number>;
  return { ...report, requirements, totals: count, requirementTotals: count, waivers: [waiver] };
}

describe('the compliance page in a browser', { skip }, () => {
  let browser: Browser;
  const out = temporaryFolder();
  const hostile = outputPlaces(temporaryFolder());

  before(async () => {
    assert.ok(executablePath, 'no Chromium, though SEES_CONFORMANCE_REQUIRE_BROWSER=1');
    browser = await chromium.launch({ executablePath, chromiumSandbox: false });
    const args = ['run', '--hosting', 'direct', '--requirement', 'SEQ-42', '--requirement', 'SEQ-35', '--out', out];
    const ran = await command([...args, '--no-html', '--quiet']);
    assert.equal(ran.code, 0, told(ran));
    writeFiles(hostile, everything(readJson(out, 'conformance.json') as ConformanceReport), [], (problem) => {
      assert.fail(problem);
    });
  });

  after(async () => {
    await browser.close();
  });

  /** @param file with an anchor or without */
  async function open(file: string, anchor = '', options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
    const page = await browser.newPage({ javaScriptEnabled: false, ...options });
    page.setDefaultTimeout(15_000);
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(`${pathToFileURL(file).href}${anchor}`);
    assert.deepEqual(
      requests.filter((url) => !url.startsWith('file:')),
      [],
      'the page loads something',
    );
    return page;
  }

  it('tells every requirement of conformance.json with its verdict', async () => {
    const page = await open(join(out, 'compliance.html'));
    const report = readJson(out, 'conformance.json') as ConformanceReport;
    const shown = await page.locator('.clause > summary').allTextContents();
    assert.equal(shown.length, report.requirements.length);
    const byId = new Map(shown.map((text) => [/[A-Z]+(?:-\w+)+/u.exec(text)?.[0], text]));
    for (const { id, outcome, statement, level, strength } of report.requirements) {
      const text = byId.get(id) ?? '';
      for (const word of [statement, outcome, `${level}, ${strength}`])
        assert.ok(text.includes(word), `${id}: ${text}`);
    }
    await page.close();
  });

  it('opens the requirement that a link leads to, without scripts', async () => {
    const page = await open(join(out, 'compliance.html'), '#SEQ-42');
    const facts = page.locator('dl[id="SEQ-42"]');
    await facts.waitFor({ state: 'visible' });
    const text = await facts.innerText();
    for (const word of ['Verdict', 'Clause of', 'Evidence', 'Proved by', 'Waiver'])
      assert.ok(text.includes(word), text);
    await facts
      .getByRole('link', { name: /^S\d+ / })
      .first()
      .click();
    assert.match(page.url(), /#S\d+$/u);
    await page.close();
  });

  it('shows what somebody asks for, without scripts', async () => {
    const page = await open(join(out, 'compliance.html'));
    const passed = page.locator('.clause.g-pass').first();
    const left = page.locator('.clause.g-unseen').first();
    await page.locator('#show-pass').check();
    assert.deepEqual([await passed.isVisible(), await left.isVisible()], [true, false]);
    await page.locator('#show-unseen').check();
    assert.deepEqual([await passed.isVisible(), await left.isVisible()], [false, true]);
    await page.locator('#show-waived').check();
    await page.getByText('No requirement is of this kind.').waitFor();
    await page.locator('#show-all').check();
    assert.deepEqual([await passed.isVisible(), await left.isVisible()], [true, true]);
    await page.close();
  });

  it('fits a telephone: rows are stacked, and every cell says what it is', async () => {
    const page = await open(hostile.compliance, '', { javaScriptEnabled: true, viewport: { width: 360, height: 800 } });
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 360);
    const label = await page.evaluate(`getComputedStyle(document.querySelector('td[data-is]'), '::before').content`);
    assert.match(String(label), /requirements/u);
    await page.close();
  });

  it('keeps hostile text as text, also where scripts are allowed', async () => {
    const page = await open(hostile.compliance, '', { javaScriptEnabled: true });
    assert.match(await page.title(), /SEES compliance report/u);
    assert.equal(await page.locator('script, img').count(), 0);
    await page.getByText('<script>document.title=').first().waitFor({ state: 'attached' });
    await page.close();
  });

  it('prints everything on A4, what is closed and what is filtered out too', async () => {
    const page = await open(hostile.compliance);
    await page.locator('#show-pass').check();
    await page.emulateMedia({ media: 'print' });
    for (const clause of await page.locator('.facts').all()) assert.ok(await clause.isVisible());
    assert.equal(await page.locator('.facts').count(), OUTCOMES.length);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    assert.match(pdf, /\/MediaBox \[0 0 59[45](?:\.\d+)? 84[12](?:\.\d+)?\]/u);
    await page.close();
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`has nothing that axe calls serious (${colorScheme})`, { skip: skipAxe }, async () => {
      assert.ok(axe, 'no axe-core, though SEES_CONFORMANCE_REQUIRE_BROWSER=1');
      // Scripts are axe's own; the page's policy would keep them out.
      const page = await open(hostile.compliance, '', {
        javaScriptEnabled: true,
        bypassCSP: true,
        colorScheme,
      });
      await page.locator('.clause').evaluateAll((clauses) => {
        for (const clause of clauses) clause.setAttribute('open', '');
      });
      await page.evaluate(axe);
      const { violations, passes } = await page.evaluate<Findings>('axe.run(document)');
      assert.deepEqual(
        violations.map(({ id, impact, nodes }) => `${id} (${impact ?? '?'}): ${nodes[0]?.html ?? ''}`),
        [],
      );
      assert.ok(passes.length > 15, `axe looked at ${String(passes.length)} things`);
      await page.close();
    });
  }
});

/** The program that is loaded into a page; undefined: it is not installed. */
function findAxe(): string | undefined {
  try {
    return readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
  } catch {
    return undefined;
  }
}
