'use strict';

// Where the thread that writes results begins. It shares no modules with the run, so in a clone it has to learn anew how
// TypeScript is run, however the run itself did (the binary, `npx cucumber-js`, a spec).
const { existsSync } = require('node:fs');
const { join } = require('node:path');

if (existsSync(join(__dirname, 'results-thread.ts'))) {
  const root = join(__dirname, '..', '..');
  require(join(root, 'scripts', 'typescript.cjs')).registerTypeScript(root);
}
require('./results-thread');
