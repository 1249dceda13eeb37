import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { scratchFolder } from '../testing/scratch';
import { runScript } from './child';
import { cleanReport } from './clean';
import { withPicturesOpen } from './pictures-open';
import { chooseRenderer, findJava } from './renderer';

describe('cleanReport', () => {
  it('takes out what loads from elsewhere and leaves the program', () => {
    const program = `<script>var x = "gtag(";${'y'.repeat(3000)}</script>`;
    const html = [
      '<link rel="icon" href="https://x.example/i.ico">',
      '<script async src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>',
      "<script>\nfunction gtag(){dataLayer.push(arguments);}\ngtag('js', new Date());\n</script>",
      '<script src="data:text/javascript;base64,AA=="></script>',
      program,
    ].join('\n');
    assert.equal(
      cleanReport(html, []).trim().replace(/\n+/gu, '\n'),
      `<script src="data:text/javascript;base64,AA=="></script>\n${program}`,
    );
  });

  it('takes out folders, the longest first', () => {
    assert.equal(
      cleanReport('/home/u/project/reports and /home/u', ['/home/u', '/home/u/project', '/']),
      './reports and .',
    );
  });
});

describe('withPicturesOpen', () => {
  it('adds to the end of the body, and leaves what is no page alone', () => {
    const page = withPicturesOpen('<html><body><p>x</p></body></html>');
    assert.match(page, /^<html><body><p>x<\/p><style>[^]+<\/style><script>[^]+<\/script><\/body><\/html>$/u);
    assert.doesNotMatch(page, /https?:/u);
    assert.equal(withPicturesOpen('no page'), 'no page');
  });
});

describe('findJava', () => {
  it('looks into JAVA_HOME alone where it is set, else into PATH', (context) => {
    const home = scratchFolder(context);
    mkdirSync(join(home, 'bin'));
    const java = join(home, 'bin', process.platform === 'win32' ? 'java.exe' : 'java');
    writeFileSync(java, '');
    chmodSync(java, 0o755);
    assert.equal(findJava({ JAVA_HOME: home }), true);
    assert.equal(findJava({ PATH: join(home, 'bin') }), true);
    assert.equal(findJava({ JAVA_HOME: join(home, 'wrong'), PATH: join(home, 'bin') }), false);
    assert.equal(findJava({ PATH: '' }), false);
    assert.equal(findJava({}), false);
  });

  it('decides who draws', () => {
    const name = (choice: 'auto' | 'allure3' | 'commandline'): string => {
      const chosen = chooseRenderer(choice, {});
      return 'missing' in chosen ? chosen.missing : chosen.name;
    };
    assert.equal(name('auto'), 'allure3');
    assert.equal(name('allure3'), 'allure3');
    assert.match(name('commandline'), /needs Java: set JAVA_HOME, put java into PATH, or use --renderer allure3/u);
  });
});

describe('runScript', () => {
  const options = { cwd: process.cwd(), env: {}, timeoutMs: 10_000 };

  it('tells code and last lines', async (context) => {
    const script = join(scratchFolder(context), 'x.cjs');
    writeFileSync(
      script,
      'for (let i = 0; i < 9; i++) console.log("line " + i); console.error(process.argv[2]); process.exitCode = 4;',
    );
    const end = await runScript(script, ['last'], options);
    assert.equal(end.code, 4);
    assert.equal(end.lastLines.split('\n').length, 5);
    assert.match(end.lastLines, /last/u);
  });

  it('ends the whole tree after its time', async (context) => {
    const script = join(scratchFolder(context), 'x.cjs');
    writeFileSync(
      script,
      'require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" }); console.log("up");',
    );
    // The grandchild holds the pipes: without its end this would never resolve.
    const end = await runScript(script, [], { ...options, timeoutMs: 500 });
    assert.equal(end.timedOut, true);
  });
});
