#!/usr/bin/env node
'use strict';

const { begin, isClone, root } = require('./program.cjs');

if (isClone() && ['ts-node', '@swc/core', 'commander'].some(isMissing)) {
  process.stderr.write(`sees-conformance: the dependencies are not installed. Right: npm ci, in ${root}\n`);
  process.exitCode = 2;
} else {
  const [, , command = ''] = process.argv;
  begin('cli/main', /^[a-z][a-z-]*$/.test(command) ? command : 'other').main(__dirname);
}

function isMissing(name) {
  try {
    require.resolve(name);
    return false;
  } catch {
    return true;
  }
}
