import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createAllureListener } from '../allure/listener';
import { historyLine } from '../files/history';
import { appendLine, prepareOutput, type OutputPlaces } from '../output';
import {
  bindingScript,
  failedRecord,
  finding,
  record,
  Script,
  step,
  timeScript,
  wrongFinding,
} from '../testing/records';
import { conformance } from '../testing/reports';
import { noProblem } from '../testing/no-problem';
import { scratchFolder } from '../testing/scratch';
import { renderReport } from './render-report';
import { findJava, type RendererName } from './renderer';

const CHROMIUM = [process.env.CHROMIUM_PATH ?? '', '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path !== '' && existsSync(path),
);

/** Results with every status Allure knows; of one scenario there is an earlier one. */
function everyStatus(context: TestContext): OutputPlaces {
  const out = join(scratchFolder(context), 'Prüfung 測試');
  const places = prepareOutput(out);
  const before = { ...failedRecord(), status: 'passed' as const, startMs: Date.UTC(2026, 0, 1, 12) };
  appendLine(places.history, historyLine(conformance(), [before]));
  const listener = createAllureListener({ outDir: out, suiteVersion: '0.1.0', onProblem: noProblem });
  const warn = wrongFinding(1, { level: 'SHOULD', outcome: 'warn' });
  const lost = finding({ verdict: 'could-not-test', outcome: 'could-not-test' });
  void listener.runStarted?.(conformance().run, 5, 5);
  listener.scenarioFinished?.(record(bindingScript()));
  listener.scenarioFinished?.(failedRecord());
  listener.scenarioFinished?.(
    record(timeScript(), { id: 'warn', findings: [warn], steps: [step('Then it holds', { findings: [warn] })] }),
  );
  listener.scenarioFinished?.(
    record(timeScript(), { id: 'lost', status: 'broken', statusReason: 'could not test', findings: [lost] }),
  );
  listener.scenarioFinished?.(
    record(new Script(), { id: 'blind', status: 'skipped', statusReason: 'not observable', findings: [] }),
  );
  return places;
}

/** The data a single-file report carries, by name. */
function dataOf(html: string): ReadonlyMap<string, string> {
  return new Map(
    [...html.matchAll(/\bd\(\s*["']([^"']+)["']\s*,\s*["']([\w+/=]*)["']\s*\)/gu)].map(([, name, value]) => [
      name ?? '',
      Buffer.from(value ?? '', 'base64').toString('utf8'),
    ]),
  );
}

for (const renderer of ['commandline', 'allure3'] as const satisfies readonly RendererName[]) {
  const skip = renderer === 'commandline' && !findJava(process.env) ? 'needs Java' : false;
  describe(`a report by ${renderer}`, { skip }, () => {
    it('is one file that loads nothing, names no folder of this machine and shows what the results say', async (context) => {
      const places = everyStatus(context);
      const end = await renderReport({ results: places.results, output: places.report, renderer });
      assert.deepEqual(end, { ok: true, file: places.reportFile, renderer });
      assert.deepEqual(readdirSync(places.report).sort(), ['.sees-conformance', 'index.html']);
      const html = readFileSync(places.reportFile, 'utf8');
      assert.doesNotMatch(html, /<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)=["']?(?!data:)\w+:/iu);
      assert.doesNotMatch(html, /googletagmanager/u);
      const data = dataOf(html);
      const summary = JSON.parse(data.get('widgets/summary.json') ?? '{}') as { statistic?: Record<string, number> };
      assert.deepEqual({ ...summary.statistic }, { failed: 1, broken: 1, skipped: 1, passed: 2, unknown: 0, total: 5 });
      const all = [...data.values(), html].join('\n');
      assert.ok(!all.includes(places.results) && !all.includes('測試') && !all.includes(process.cwd()));
      assert.match(data.get('widgets/categories.json') ?? '', /Against a MUST: violation/u);
      if (CHROMIUM !== undefined) await openInBrowser(CHROMIUM, places.reportFile);
    });
  });
}

async function openInBrowser(executablePath: string, file: string): Promise<void> {
  const { chromium } = await import('playwright-core');
  const args = [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--no-first-run',
  ];
  const browser = await chromium.launch({ executablePath, args });
  try {
    const page = await browser.newPage();
    const trouble: string[] = [];
    page.on('request', (request) => {
      if (!/^(?:data|blob):/u.test(request.url()) && !request.isNavigationRequest()) trouble.push(request.url());
    });
    page.on('pageerror', (error) => trouble.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') trouble.push(message.text());
    });
    await page.goto(`${pathToFileURL(file).href}#behaviors`);
    for (const text of ['Sequence', 'Device-bound license', 'SEQ-42', 'The bound token URL travels']) {
      await page.getByText(text).first().click({ timeout: 10_000 });
    }
    // The picture is open already.
    await page.locator('.attachment-row[data-type="image/svg+xml"] + * img').waitFor();
    await page.getByText('Then device B gets no license').click();
    await page
      .getByText(/^SEQ-42 \(MUST\) fail/u)
      .first()
      .waitFor();
    await page.getByText('History', { exact: true }).first().click();
    const [earlier, ...others] = await page.locator('.test-result-history__row').allInnerTexts();
    assert.match(earlier ?? '', /^passed\s+1\/1\/2026 at /u);
    assert.deepEqual(others, []);
    assert.deepEqual(trouble, []);
  } finally {
    await browser.close();
  }
}

describe('renderReport', () => {
  it('says what is missing instead of throwing', async (context) => {
    const out = scratchFolder(context);
    const output = join(out, 'report');
    const nothing = await renderReport({ results: join(out, 'none'), output });
    assert.deepEqual(nothing, { ok: false, why: `there are no results in ${join(out, 'none')}: run the suite first` });
    mkdirSync(join(out, 'results'));
    const blind = await renderReport({
      results: join(out, 'results'),
      output,
      renderer: 'commandline',
      env: { PATH: out },
    });
    assert.match(blind.ok ? '' : blind.why, /needs Java/u);
    assert.ok(!existsSync(output));
  });

  it('ends a renderer that takes too long', async (context) => {
    const places = everyStatus(context);
    const end = await renderReport({
      results: places.results,
      output: places.report,
      renderer: 'allure3',
      timeoutMs: 50,
    });
    assert.match(end.ok ? '' : end.why, /^allure3 did not finish in 0\.05 s/u);
  });

  it('does not write through a symbolic link', async (context) => {
    const places = everyStatus(context);
    const elsewhere = scratchFolder(context);
    symlinkSync(elsewhere, join(places.report, 'link'));
    const end = await renderReport({
      results: places.results,
      output: join(places.report, 'link'),
      renderer: 'allure3',
    });
    assert.match(end.ok ? '' : end.why, /symbolic link/u);
    assert.deepEqual(readdirSync(elsewhere), []);
  });

  it('takes Allure 3 where there is no Java, and leaves out a result that cannot be read', async (context) => {
    const places = everyStatus(context);
    writeFileSync(join(places.results, 'broken-result.json'), '{');
    const env = { ...process.env, JAVA_HOME: '', PATH: '' };
    const end = await renderReport({ results: places.results, output: places.report, env });
    assert.deepEqual(end.ok && end.renderer, 'allure3');
  });
});
