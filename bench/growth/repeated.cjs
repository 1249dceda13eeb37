'use strict';

// Loaded before the command: it takes the features of BENCH_FEATURES (a folder, relative to the clone) in place of its own.
const { isMainThread } = require('node:worker_threads');

// Threads of the command are given the same modules to load, and have no features.
if (isMainThread) {
  const { Engine } = require('../../bin/program.cjs').begin('session', 'repeated');
  const { begin } = Engine.prototype;
  Engine.prototype.begin = function beginRepeated(tags, act) {
    return begin.call(this, tags, act, [`${process.env.BENCH_FEATURES}/**/*.feature`]);
  };
}
