#!/usr/bin/env node
'use strict';

// In a clone the TypeScript sources are run as they are; the published package carries them compiled in dist/.
const { existsSync } = require('node:fs');
const { enableCompileCache } = require('node:module');
const { basename, dirname, join } = require('node:path');

const root = join(__dirname, '..');

keepCompiled();

if (!existsSync(join(root, 'support', 'cli', 'main.ts'))) {
  require('../dist/support/cli/main');
} else if (isMissing('ts-node') || isMissing('@swc/core') || isMissing('commander')) {
  process.stderr.write(`sees-conformance: the dependencies are not installed. Right: npm ci, in ${root}\n`);
  process.exitCode = 2;
} else {
  require('../scripts/typescript.cjs').registerTypeScript(root);
  require('../support/cli/main');
}

/**
 * Node from 22.8 on keeps what V8 made of the sources, and sees for itself to it that nothing stale is used; where it cannot
 * write it compiles. Beside the dependencies, as all that is kept.
 */
function keepCompiled() {
  const own = join(root, 'node_modules');
  const modules = existsSync(own) ? own : dirname(root);
  if (basename(modules) === 'node_modules') enableCompileCache?.(join(modules, '.cache', 'sees-conformance', 'v8'));
}

function isMissing(name) {
  try {
    require.resolve(name);
    return false;
  } catch {
    return true;
  }
}
