'use strict';

// Loaded before the command: it takes the features of BENCH_FEATURES (a folder, relative to the clone) in place of its own.
const { isMainThread } = require('node:worker_threads');

// Threads of the command are given the same modules to load, and have no features.
if (isMainThread) {
  require('../typescript.cjs');
  const { Engine } = require('../../support/session');
  const { plan } = Engine.prototype;
  Engine.prototype.plan = function planRepeated(tags) {
    return plan.call(this, tags, [`${process.env.BENCH_FEATURES}/**/*.feature`]);
  };
}
