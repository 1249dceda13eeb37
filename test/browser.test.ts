import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { BROWSER_REQUIRED, findBrowser } from './browser';
import { defaultRun, reportOf, type FinishedRun } from './default-run';

const executablePath = findBrowser();
const skip = executablePath === undefined && !BROWSER_REQUIRED && 'no Chromium on this machine';

/** Of the browser's HTMLImageElement what is looked at; the project is not compiled against a browser's types. */
interface Image {
  readonly src: string;
  readonly naturalWidth: number;
  decode(): Promise<void>;
}

describe('the report, opened from disk in a browser', { skip }, () => {
  let browser: Browser;
  let run: FinishedRun;
  let page: Page;
  const requests: string[] = [];
  const complaints: string[] = [];

  before(async () => {
    assert.ok(executablePath, 'no Chromium, though SEES_CONFORMANCE_REQUIRE_BROWSER=1');
    run = await defaultRun();
    browser = await chromium.launch({ executablePath, chromiumSandbox: false });
    page = await browser.newPage();
    page.setDefaultTimeout(15_000);
    page.on('request', (request) => {
      if (!/^(file|data|blob|about):/.test(request.url())) requests.push(request.url());
    });
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(`${pathToFileURL(join(run.out, 'allure-report', 'index.html')).href}#behaviors`);
  });

  after(async () => {
    await browser.close();
    assert.deepEqual(requests, [], 'the report loads something from outside');
    assert.deepEqual(complaints, [], 'the report complains in the console');
  });

  it('names the features and the scenarios', async () => {
    const scenario = await firstScenario();
    const names = reportOf(run.out).scenarios.map(({ name }) => name);
    const text = await scenario.innerText();
    assert.ok(
      names.some((name) => text.includes(name)),
      text,
    );
  });

  it('shows the sequence as a picture, unfolded', async () => {
    await (await firstScenario()).click();
    const attachment = page.locator('.attachment-row[data-type="image/svg+xml"]').first();
    const picture = attachment.locator('xpath=following-sibling::*//img');
    await picture.waitFor();
    const { width, svg } = await picture.evaluate(async (image: Image) => {
      await image.decode();
      return { width: image.naturalWidth, svg: await (await fetch(image.src)).text() };
    });
    assert.ok(width >= 500, `the picture is ${width} pixels wide`);
    for (const lifeline of ['Client', 'SEES', 'ExpressPlay'])
      assert.ok(svg.includes(lifeline), `no lifeline ${lifeline}`);
  });

  /** The first scenario of the tree, its groups opened. */
  async function firstScenario(): Promise<Locator> {
    const leaf = page.locator('.node__leaf').first();
    const closed = page.locator('.side-by-side__left .node:not(.node__expanded) > .node__title').first();
    await page.locator('.node__title').first().waitFor();
    while (!(await leaf.isVisible())) await closed.click();
    return leaf;
  }
});
