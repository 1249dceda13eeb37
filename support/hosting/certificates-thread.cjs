'use strict';

// Where the thread that makes certificates begins; in a clone it has to learn how TypeScript is run.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

if (existsSync(join(__dirname, 'certificates-thread.ts'))) {
  const root = join(__dirname, '..', '..');
  require(join(root, 'scripts', 'typescript.cjs')).registerTypeScript(root);
}
require('./certificates-thread');
