import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { BROWSER_REQUIRED, findBrowser } from './browser';
import { command, temporaryFolder, told } from './command';
import { Served } from './served';

const executablePath = findBrowser();
const skip = executablePath === undefined && !BROWSER_REQUIRED && 'no Chromium on this machine';

/** Of the browser's HTMLImageElement what is looked at. */
interface Image {
  readonly src: string;
}

describe('from the overview to the cause of a violation', { skip }, () => {
  let browser: Browser;
  let page: Page;
  const out = temporaryFolder();

  before(async () => {
    assert.ok(executablePath, 'no Chromium, though SEES_CONFORMANCE_REQUIRE_BROWSER=1');
    await run([], ['--no-html'], 0);
    await run(['--violation', 'no-device-comparison'], [], 1);
    browser = await chromium.launch({ executablePath, chromiumSandbox: false });
    page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
    page.setDefaultTimeout(15_000);
    await page.goto(pathToFileURL(join(out, 'allure-report', 'index.html')).href);
  });

  async function run(serving: readonly string[], running: readonly string[], code: number): Promise<void> {
    const served = await Served.start(...serving);
    try {
      const args = ['run', '--config', served.config('expressplay'), '--requirement', 'SEQ-42', '--out', out];
      const ended = await command([...args, ...running]);
      assert.equal(ended.code, code, told(ended));
    } finally {
      await served.stop();
    }
  }

  // Where the run fails there is no browser yet.
  after(() => (browser as Browser | undefined)?.close());

  it('leads from the overview to the scenarios by what they say went wrong', async () => {
    await page.getByText('Against a MUST: violation').first().click();
    await page.locator('.node__title', { hasText: 'Against a MUST: violation' }).click();
    const why = page.locator('.node__title', { hasText: /SEQ-42.*although the token is bound to another device \(/ });
    await why.first().click();
    await page.locator('.node__leaf').first().click();
  });

  it('says at the top what is wrong, and which requirement is broken', async () => {
    const told = page.locator('.status-details').first();
    assert.match(await told.innerText(), /SEQ-42.*a license was given although the token is bound to another device/s);
    const description = await page.locator('.description__text').innerText();
    assert.match(description, /Broken here:[^]*SEQ-42 \S+ /);
  });

  it('unfolds expected and observed below the message', async () => {
    const trace = page.locator('.status-details__trace').first();
    assert.equal(await trace.isVisible(), false);
    await page.locator('.status-details__message').first().click();
    assert.match(
      await trace.innerText(),
      /SEQ-42.* \(MUST\) at exchange #\d+[^]*expected: no CKC[^]*observed: HTTP 200/,
    );
  });

  it('shows the picture with the wrong answer in red and what was expected beside it', async () => {
    const picture = page.locator('.attachment-row[data-type="image/svg+xml"] + * img').first();
    await picture.waitFor();
    const svg = await picture.evaluate(async (image: Image) => (await fetch(image.src)).text());
    const [wrong, ...others] = svg.match(/<g class="\w+ wrong">[^]*?<\/g>/g) ?? [];
    assert.equal(others.length, 0, 'more than one red arrow');
    assert.match(wrong ?? '', />B16 CKC[^]*#c62828/);
    const number = /Broke at #(\d+), red below · expected: no CKC/.exec(svg)?.[1];
    assert.ok(number, 'no word on where it broke');
    assert.match(svg, /class="evidence"[^]*SEQ-42[^]*expected: no CKC[^]*observed: HTTP 200/);
  });

  it('shows the SPC and the CKC of the wrong answer field by field, without a secret', async () => {
    await page.locator('.step__title', { hasText: /^\s*When / }).click();
    const exchange = page.locator('.attachment-row', { hasText: 'license request: Client -> ExpressPlay' });
    await exchange.locator('visible=true').last().click();
    await page
      .locator('pre', { hasText: /certificate \(SHA-1\): [0-9a-f]{40}/ })
      .first()
      .waitFor();
    const ckc = page.locator('pre', { hasText: /^\s*CKC, version 1/ }).first();
    assert.match(await ckc.innerText(), /content key: <contentKey #\d+>\s+content IV: <iv #\d+>\s+lease: /);
  });

  it('links the requirement to its row in the compliance page', async () => {
    const href = await page.getByRole('link', { name: 'SEQ-42' }).first().getAttribute('href');
    const target = new URL(href ?? '', page.url().replace(/#.*/, ''));
    assert.equal(target.hash, '#SEQ-42');
    assert.ok(existsSync(fileURLToPath(new URL(target.pathname, 'file://'))), String(target));
    const second = await browser.newPage();
    await second.goto(target.href);
    assert.match(await second.locator('#SEQ-42').innerText(), /fail/i);
    await second.close();
  });

  it('tells how the scenario went in the run before', async () => {
    await page.getByText('History', { exact: true }).first().click();
    const [before, ...others] = await page.locator('.test-result-history__row').allInnerTexts();
    assert.match(before ?? '', /^passed\s+\d+\/\d+\/\d{4} at \d+:\d+/);
    assert.deepEqual(others, []);
  });
});
