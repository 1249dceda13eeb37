'use strict';

// Where the project keeps what is costly to make and made again when it is missing.
const { hash } = require('node:crypto');
const { existsSync } = require('node:fs');
const { basename, dirname, join } = require('node:path');

/**
 * Beside the dependencies, as other tools do: under `node_modules/.cache/sees-conformance` of the clone, or of the project that this
 * package is installed in.
 * @param {string} root of the clone or package
 * @returns {{ common: string, own: string } | undefined} folders, perhaps not there yet: for all that share the dependencies
 * (several working trees may), and for this root; undefined: there are no such dependencies
 */
function keepingPlace(root) {
  const ours = join(root, 'node_modules');
  const modules = existsSync(ours) ? ours : dirname(root);
  if (basename(modules) !== 'node_modules') return undefined;
  const common = join(modules, '.cache', 'sees-conformance');
  return { common, own: join(common, hash('sha256', root, 'base64url').slice(0, 22)) };
}

module.exports = { keepingPlace };
