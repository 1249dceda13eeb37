import { join } from 'node:path';

/** Of the clone. */
export const ROOT = join(__dirname, '..', '..');

/** The command as users start it. */
export const BINARY = join(ROOT, 'bin', 'sees-conformance.js');
