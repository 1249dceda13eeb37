'use strict';

// Cucumber insists on a formatter for stdout; the run's own listeners speak instead.
module.exports = { type: 'formatter', formatter() {} };
