'use strict';

// How a program of the project begins, be it the command or a thread of it: in a clone the TypeScript sources are run as they
// are; the published package carries them compiled in dist/.
const { existsSync } = require('node:fs');
const { enableCompileCache } = require('node:module');
const { basename, dirname, join } = require('node:path');
const v8 = require('node:v8');
const { isMainThread } = require('node:worker_threads');
const { keepingPlace } = require('./keeping-place.cjs');

const root = join(__dirname, '..');

/**
 * V8 works beside a program in threads of its own, for which it takes a processor to be free; where two processors are shared by
 * the threads of a run, they have its own work wait.
 *
 * It makes a function fast after so much work in it (the default is 67,584). A run has ended before much of what is made that
 * early pays: 1.5 s of processor time. And several threads clear the young objects of one away together, while it waits for the
 * last of them. Measured with the V8 of Node.js 20; the next ones have other options.
 *
 * Room for young objects grows in steps of its own, by twice; every run needs all that there is.
 */
const V8_OPTIONS = process.versions.v8.startsWith('11.')
  ? ['--interrupt-budget=400000', '--no-parallel-scavenge', '--semi-space-growth-factor=16']
  : [];

/**
 * Loads a program.
 * @param {string} path under support/, without suffix: "cli/main"
 * @param {string} [variant] of what it loads: what was compiled for one is not kept with what was for another
 * @returns what it exports
 */
function begin(path, variant) {
  if (isMainThread) for (const option of V8_OPTIONS) v8.setFlagsFromString(option);
  keepCompiled(variant === undefined ? basename(path) : `${basename(path)}-${variant}`);
  if (isClone()) {
    require('../scripts/typescript.cjs').registerTypeScript(root);
    return require(join(root, 'support', path));
  }
  return require(join(root, 'dist', 'support', path));
}

function isClone() {
  return existsSync(join(root, 'support', 'cli', 'main.ts'));
}

/** What V8 made of the sources, beside the dependencies, as all that is kept. Where it cannot be written, they are compiled. */
function keepCompiled(name) {
  const place = keepingPlace(root);
  if (place === undefined) return;
  if (enableCompileCache !== undefined) {
    enableCompileCache(join(place.common, 'v8'));
  } else if (!process.env.NODE_DISABLE_COMPILE_CACHE && !needsOwnLoader()) {
    const file = join(place.own, `${name}-${v8.cachedDataVersionTag().toString(16)}.v8`);
    require('./kept-code.cjs').keepCode({
      file,
      within: basename(dirname(root)) === 'node_modules' ? dirname(root) : root,
    });
  }
}

/** What somebody looks at with such options is what Node.js itself loads. */
function needsOwnLoader() {
  const options = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' ');
  return (
    /--(inspect|enable-source-maps|experimental-policy)/.test(options) || process.env.NODE_V8_COVERAGE !== undefined
  );
}

module.exports = { begin, isClone, root };
