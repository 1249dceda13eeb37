'use strict';

// Loaded before a measured command: leaves its peak of resident memory, in KiB, where BENCH_PEAK_FILE says.
const { writeFileSync } = require('node:fs');

process.on('exit', () => {
  const file = process.env.BENCH_PEAK_FILE;
  if (file !== undefined) writeFileSync(file, String(process.resourceUsage().maxRSS));
});
