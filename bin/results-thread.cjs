'use strict';

// The thread that writes results. It shares no modules with the run, however that was begun (the command, `npx cucumber-js`, a spec).
require('./program.cjs').begin('cli/results-thread');
