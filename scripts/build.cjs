'use strict';

// Compiles support/ and steps/ into dist/ and puts beside them what they read at run time, in the same relative places.
const { execFileSync } = require('node:child_process');
const { chmodSync, cpSync, existsSync, rmSync, statSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
const dist = join(root, 'dist');

rmSync(dist, { recursive: true, force: true });
execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.build.json'], {
  cwd: root,
  stdio: 'inherit',
});

for (const folder of ['support', 'steps', 'features', 'schemas']) {
  if (!existsSync(join(root, folder))) continue;
  cpSync(join(root, folder), join(dist, folder), {
    recursive: true,
    filter: (path) => statSync(path).isDirectory() || !path.endsWith('.ts'),
  });
}
for (const file of ['package.json', 'kill-evidence.json']) {
  if (existsSync(join(root, file))) cpSync(join(root, file), join(dist, file));
}
chmodSync(join(root, 'bin', 'sees-conformance.js'), 0o755);
