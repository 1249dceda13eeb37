'use strict';

// Compiles support/ and steps/ into dist/ and puts beside them what they read at run time, in the same relative places.
const { execFileSync } = require('node:child_process');
const { chmodSync, cpSync, rmSync, statSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
const dist = join(root, 'dist');

rmSync(dist, { recursive: true, force: true });
execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
});

// Fixtures and the like; features/ and schemas/ are shipped where they are.
for (const folder of ['support', 'steps']) {
  cpSync(join(root, folder), join(dist, folder), {
    recursive: true,
    filter: (path) => (statSync(path).isDirectory() ? !path.endsWith('testing') : !path.endsWith('.ts')),
  });
}
// For `import type` from the package.
const { declarations } = require('./declarations.cjs');
writeFileSync(join(dist, 'support', 'report-types.d.ts'), declarations(root, 'support/report-types.ts'));
// The package has no sources to tell by whether its kill evidence was gathered with this code.
require('ts-node').register({ cwd: root, project: join(root, 'tsconfig.json'), swc: true });
const { BUILT_DIGEST, codeDigest } = require('../support/verdict');
writeFileSync(join(root, BUILT_DIGEST), `${JSON.stringify({ digest: codeDigest() })}\n`);
chmodSync(join(root, 'bin', 'sees-conformance.js'), 0o755);
