'use strict';

// Draws the pictures of docs/report.md anew: two runs, the second against `serve expressplay --violation`, and their Allure report in Chromium.
//   node scripts/screenshots.cjs [folder, docs/images unless told]
const { spawn, spawnSync } = require('node:child_process');
const { mkdirSync, mkdtempSync, rmSync, statSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join, relative } = require('node:path');
const { pathToFileURL } = require('node:url');

const root = join(__dirname, '..');
const bin = join(root, 'bin', 'sees-conformance.js');
const VIOLATION = 'no-device-comparison';
const MOST_BYTES = 250_000;

/** The command until it says READY; rejects when it ends before. */
function serve(folder, more) {
  const args = [bin, 'serve', 'expressplay', '--out', folder, '--quiet', ...more];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    let printed = '';
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`serve ended with code ${code}:\n${printed}`)));
    child.stdout.setEncoding('utf8').on('data', (text) => {
      printed += text;
      if (/^READY\b/m.test(printed)) resolve(child);
    });
  });
}

/** One run against an ExpressPlay that is served meanwhile. */
async function run(folder, out, { serving, running, code }) {
  const served = await serve(folder, serving);
  try {
    const config = join(folder, 'expressplay.yaml');
    const args = [bin, 'run', '--config', config, '--seed', '7', '--quiet', '--out', out, ...running];
    const { status } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== code) throw new Error(`the run ended with code ${status}. Right: ${code}`);
  } finally {
    served.removeAllListeners('exit');
    served.kill('SIGTERM');
  }
}

async function draw(report, images) {
  require('ts-node').register({ cwd: root, project: join(root, 'tsconfig.json'), swc: true });
  const { findBrowser } = require('../test/browser');
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error('no Chromium: put it on the PATH or into SEES_CONFORMANCE_BROWSER');
  const { chromium } = require('playwright-core');
  const browser = await chromium.launch({ executablePath, chromiumSandbox: false });
  try {
    const page = await browser.newPage({ viewport: { width: 1360, height: 860 } });
    const shoot = async (name) => {
      const path = join(images, `${name}.png`);
      await page.screenshot({ path, animations: 'disabled' });
      const { size } = statSync(path);
      if (size > MOST_BYTES) throw new Error(`${path}: ${size} bytes. Right: at most ${MOST_BYTES}`);
      console.log(`${relative(process.cwd(), path)}: ${size} bytes`);
    };
    await page.goto(pathToFileURL(report).href);
    const violation = page.getByText('Against a MUST: violation').first();
    await violation.waitFor();
    await page.locator('.widget svg').last().waitFor();
    await shoot('allure-overview');
    await violation.click();
    await page.locator('.node__title', { hasText: 'Against a MUST: violation' }).click();
    await page
      .locator('.node__title', { hasText: /although the token is bound to another device \(/ })
      .first()
      .click();
    await page.locator('.node__leaf').first().click();
    await page.getByText('History', { exact: true }).first().click();
    await page.locator('.test-result-history__row').first().waitFor();
    await shoot('allure-history');
    await page.locator('.tabs', { hasText: 'Overview' }).getByText('Overview', { exact: true }).click();
    await page.locator('.status-details__message').first().click();
    // Away with the tooltip.
    await page.mouse.move(680, 840);
    await page.locator('.tooltip, [role=tooltip]').first().waitFor({ state: 'hidden' });
    const picture = page.locator('.attachment-row[data-type="image/svg+xml"] + * img').first();
    await picture.waitFor();
    await shoot('allure-red');
    await page.setViewportSize({ width: 1360, height: 900 });
    await picture.evaluate(async (image) => {
      await image.decode();
      image.scrollIntoView({ block: 'end' });
    });
    await shoot('allure-sequence');
    await page.setViewportSize({ width: 1360, height: 1120 });
    await page.locator('.step__title', { hasText: /^\s*When / }).click();
    const exchange = page.locator('.attachment-row', { hasText: 'license request: Client' });
    await exchange.locator('visible=true').last().click();
    await page
      .locator('pre', { hasText: /^\s*CKC, version/ })
      .first()
      .waitFor();
    await exchange
      .locator('visible=true')
      .last()
      .evaluate((row) => row.scrollIntoView({ block: 'start' }));
    await shoot('allure-exchange');
  } finally {
    await browser.close();
  }
}

async function main() {
  const images = process.argv[2] ?? join(root, 'docs', 'images');
  mkdirSync(images, { recursive: true });
  const scratch = mkdtempSync(join(tmpdir(), 'sees-conformance-screenshots-'));
  try {
    const out = join(scratch, 'reports');
    // A right one first: trend and history are to show what changed.
    await run(join(scratch, 'right'), out, { serving: [], running: ['--no-html'], code: 0 });
    await run(join(scratch, 'wrong'), out, { serving: ['--violation', VIOLATION], running: [], code: 1 });
    await draw(join(out, 'allure-report', 'index.html'), images);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});
