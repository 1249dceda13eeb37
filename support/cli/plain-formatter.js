'use strict';

// Cucumber imports formatters as ES modules; what does the work is loaded the way the support code is.
module.exports = { type: 'formatter', formatter: (context) => require('./plain-run').attach(context) };
