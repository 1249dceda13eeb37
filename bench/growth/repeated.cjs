'use strict';

// Loaded before the command: it takes the features of BENCH_FEATURES (a folder, relative to the clone) in place of its own.
require('../typescript.cjs');
const { Engine } = require('../../support/session');

const { plan } = Engine.prototype;
Engine.prototype.plan = function planRepeated(tags) {
  return plan.call(this, tags, [`${process.env.BENCH_FEATURES}/**/*.feature`]);
};
