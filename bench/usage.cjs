'use strict';

// Loaded before a measured command: leaves its peak of resident memory (KiB) and its CPU time (µs), as JSON, where
// BENCH_USAGE_FILE says.
const { writeFileSync } = require('node:fs');

const file = process.env.BENCH_USAGE_FILE;
// Of the command alone, not of what it starts; its threads are a part of it.
delete process.env.BENCH_USAGE_FILE;

process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  if (file !== undefined) writeFileSync(file, JSON.stringify({ maxRSS, cpu: userCPUTime + systemCPUTime }));
});
