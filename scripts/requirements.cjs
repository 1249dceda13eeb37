'use strict';

// Writes docs/requirements.md from features/requirements.yaml.
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');

require('ts-node/register');
const { loadLedger, requirementsDocument } = require('../support/ledger');

writeFileSync(join(__dirname, '..', 'docs', 'requirements.md'), requirementsDocument(loadLedger()));
