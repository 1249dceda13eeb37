'use strict';

// What a run came to, as `name=value` lines for $GITHUB_OUTPUT. Arguments: folder of the results, exit code of the run.
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const [out = 'reports', code = ''] = process.argv.slice(2);
const VERDICTS = { 0: 'conformant', 1: 'not-conformant', 2: 'usage-error', 3: 'could-not-test' };

const file = join(out, 'conformance.json');
const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
const html = join(out, 'allure-report', 'index.html');

/** As many checks ended so. */
function checks(...outcomes) {
  return report === undefined ? '' : outcomes.reduce((sum, outcome) => sum + report.totals[outcome], 0);
}

/** A failure that nothing waives and the gate let pass is not conformant for that. */
function verdict() {
  const all = report?.requirements.flatMap((requirement) => requirement.checks) ?? [];
  const isLenient = all.some(({ outcome, waived }) => (outcome === 'fail' || outcome === 'warn') && waived !== true);
  return code === '0' && isLenient ? 'passed-the-gate' : (VERDICTS[code] ?? 'could-not-test');
}

const outputs = {
  'exit-code': code,
  verdict: verdict(),
  passed: checks('pass'),
  failed: checks('fail'),
  warned: checks('warn'),
  'could-not-test': checks('could-not-test', 'harness-error'),
  report: report !== undefined && existsSync(html) ? html : '',
  conformance: report === undefined ? '' : file,
};
for (const [name, value] of Object.entries(outputs)) process.stdout.write(`${name}=${value}\n`);
