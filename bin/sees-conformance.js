#!/usr/bin/env node
'use strict';

// In a clone the TypeScript sources are run as they are; the published package carries them compiled in dist/.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');

if (!existsSync(join(root, 'support', 'cli', 'main.ts'))) {
  require('../dist/support/cli/main');
} else if (isMissing('ts-node') || isMissing('@swc/core') || isMissing('commander')) {
  process.stderr.write(`sees-conformance: the dependencies are not installed. Right: npm ci, in ${root}\n`);
  process.exitCode = 2;
} else {
  require('../scripts/typescript.cjs').registerTypeScript(root);
  require('../support/cli/main');
}

function isMissing(name) {
  try {
    require.resolve(name);
    return false;
  } catch {
    return true;
  }
}
