'use strict';

// `node -r ./bench/typescript.cjs FILE.ts`: as the binary runs the sources of a clone, compiled once and kept.
const { join } = require('node:path');

require('../scripts/typescript.cjs').registerTypeScript(join(__dirname, '..'));
