'use strict';

// Everything the project checks about itself. All steps run even when one fails, so that one run tells all; the last line
// is the total of the node:test runs, a failed step of another kind counting as one failure.
const { spawn } = require('node:child_process');
const { join } = require('node:path');
const { stripVTControlCharacters } = require('node:util');

const STEPS = [
  { name: 'typecheck' },
  { name: 'lint' },
  { name: 'format' },
  { name: 'depcruise' },
  { name: 'unit', counts: true },
  // Writes the kill evidence of this code, which what comes after may show.
  { name: 'selftest' },
  { name: 'selftest:pairs' },
  { name: 'integration', counts: true },
];

function run({ name, counts }) {
  console.log(`\n> ${name}`);
  const started = process.hrtime.bigint();
  const child = spawn('npm', ['run', '--silent', name], {
    cwd: join(__dirname, '..'),
    stdio: ['ignore', counts ? 'pipe' : 'inherit', 'inherit'],
    env: { ...process.env, ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}) },
    shell: process.platform === 'win32',
  });
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    output += text;
    process.stdout.write(text);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const seconds = Number(process.hrtime.bigint() - started) / 1e9;
      resolve({ name, counts, ok: code === 0, seconds, output: stripVTControlCharacters(output) });
    });
  });
}

/** Numbers of node:test's closing lines, `ℹ pass 12`; 0 where they are missing. */
function total(output, word) {
  const line = [...output.matchAll(/^\S+ (pass|fail|cancelled|skipped|todo) (\d+)$/gm)].findLast((m) => m[1] === word);
  return line ? Number(line[2]) : 0;
}

async function main() {
  const results = [];
  for (const step of STEPS) results.push(await run(step));

  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { counts, ok, output } of results) {
    const passed = counts ? total(output, 'pass') : 0;
    const failed = counts ? total(output, 'fail') + total(output, 'cancelled') : 0;
    sum.passed += passed;
    sum.skipped += counts ? total(output, 'skipped') : 0;
    // A run that reports no failure and yet failed, or that ran nothing, is a failure all the same.
    sum.failed += failed > 0 ? failed : Number(!ok || (counts === true && passed === 0));
  }

  console.log('');
  for (const { name, ok, seconds } of results)
    console.log(`${ok ? 'ok    ' : 'FAILED'} ${name} (${seconds.toFixed(1)} s)`);
  console.log(`${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`);
  process.exitCode = sum.failed === 0 && results.every((result) => result.ok) ? 0 : 1;
}

void main();
