'use strict';

// Draws docs/images/compliance.png and docs/images/terminal.png: a SEES of the reference pair whose ExpressPlay compares no
// devices, tested by URL. Needs Chromium (or SEES_CONFORMANCE_BROWSER) and tmux.
//   node scripts/compliance-screenshots.cjs [folder, docs/images unless told]
const { execFileSync, spawn } = require('node:child_process');
const { mkdtempSync, mkdirSync, rmSync, statSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join, relative } = require('node:path');
const { pathToFileURL } = require('node:url');
const { chromium } = require('playwright-core');

require('ts-node/register');
const { findBrowser } = require('../test/browser');

const root = join(__dirname, '..');
const images = process.argv[2] ?? join(root, 'docs', 'images');
const bin = join(root, 'bin', 'sees-conformance.js');
const COLUMNS = 132;
const ROWS = 34;
/** Larger pictures are no use in a page. */
const LIMIT_BYTES = 250_000;
const COLORS = ['#1d1f21', '#ff7b72', '#7ee787', '#e3b341', '#79c0ff', '#d2a8ff', '#76e3ea', '#c9d1d9'];

const WAIVERS = `- requirement: SEQ-35
  owner: license team
  reason: the comparison of devices is mended in release 4.2
  issue: LIC-7
  until: "2099-12-31"
`;

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'sees-conformance-pictures-'));
  const demo = join(folder, 'demo');
  const served = spawn(
    process.execPath,
    [bin, 'serve', 'all', '--out', demo, '--violation', 'no-device-comparison', '--quiet'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  try {
    await new Promise((resolve, reject) => {
      served.stdout.once('data', resolve);
      served.once('exit', () => reject(new Error('the servers ended')));
    });
    writeFileSync(join(folder, 'waivers.yaml'), WAIVERS);
    const screen = onTerminal(
      folder,
      'sees-conformance run --config demo/end-to-end.yaml --waivers waivers.yaml --out reports',
    );
    mkdirSync(images, { recursive: true });
    const browser = await chromium.launch({ executablePath: findBrowser(), chromiumSandbox: false });
    try {
      await picture(browser, { html: terminalPage(screen) }, 'terminal.png', 'pre');
      const page = pathToFileURL(join(folder, 'reports', 'compliance.html')).href;
      await picture(browser, { url: page, show: 'wrong' }, 'compliance.png');
    } finally {
      await browser.close();
    }
  } finally {
    served.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What stands on a terminal after a command, with its colors. */
function onTerminal(folder, line) {
  const socket = join(folder, 'tmux');
  const tmux = (...args) => execFileSync('tmux', ['-S', socket, '-f', '/dev/null', ...args], { encoding: 'utf8' });
  const command = line.replace('sees-conformance', `'${process.execPath}' '${bin}'`);
  const script = `cd '${folder}'; printf '$ npx ${line}\\n'; ${command}; tmux -S '${socket}' wait-for -S done; exec sleep 60`;
  tmux('new-session', '-d', '-x', String(COLUMNS), '-y', String(ROWS), '-s', 'run', `sh -c "${script}"`);
  try {
    tmux('wait-for', 'done');
    return tmux('capture-pane', '-e', '-p', '-t', 'run').replace(/\s+$/u, '\n');
  } finally {
    tmux('kill-server');
  }
}

/** Colors and weights of a captured screen as HTML; a screen holds no other sequences. */
function terminalPage(screen) {
  let style = {};
  // eslint-disable-next-line no-control-regex -- that is how a terminal's colors begin
  const html = screen.replace(/\u001b\[([\d;]*)m|[&<>]|[^\u001b&<>]+/gu, (text, codes) => {
    if (codes === undefined)
      return `<span style="${css(style)}">${text.replace('&', '&amp;').replace('<', '&lt;')}</span>`;
    for (const code of (codes === '' ? '0' : codes).split(';').map(Number)) style = applied(style, code);
    return '';
  });
  return `<!doctype html><meta charset="utf-8"><style>body{margin:0}pre{display:inline-block;margin:0;padding:18px 22px;background:#0d1117;color:#e6edf3;font:14px/1.4 "DejaVu Sans Mono","Liberation Mono",monospace}</style><pre>${html}</pre>`;
}

function applied(style, code) {
  if (code === 0) return {};
  if (code === 1) return { ...style, bold: true };
  if (code === 2) return { ...style, dim: true };
  if (code === 22) return { ...style, bold: false, dim: false };
  if (code === 39) return { ...style, color: undefined };
  if (code >= 30 && code <= 37) return { ...style, color: COLORS[code - 30] };
  if (code === 90) return { ...style, color: '#8b949e' };
  return style;
}

function css({ bold, dim, color }) {
  return `${color ? `color:${color};` : ''}${bold ? 'font-weight:700;' : ''}${dim ? 'opacity:.7;' : ''}`;
}

async function picture(browser, { url, html, show }, name, element) {
  const page = await browser.newPage({ viewport: { width: 1000, height: 1500 }, colorScheme: 'light' });
  if (html !== undefined) await page.setContent(html);
  else await page.goto(url);
  if (show !== undefined) await page.locator(`#show-${show}`).check();
  await page.evaluate('scrollTo(0, 0)');
  const path = join(images, name);
  await (element === undefined ? page.screenshot({ path }) : page.locator(element).screenshot({ path }));
  await page.close();
  const { size } = statSync(path);
  console.log(`${relative(process.cwd(), path)}: ${String(size)} bytes`);
  if (size > LIMIT_BYTES) throw new Error(`${name} is larger than ${String(LIMIT_BYTES)} bytes`);
}

void main();
