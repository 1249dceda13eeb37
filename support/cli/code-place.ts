import { extname } from 'node:path';

/** Where the step definitions are: beside the sources in a clone, under dist/ in the published package. */
export function codePlace(): { folder: string; extension: 'ts' | 'js' } {
  return extname(__filename) === '.ts' ? { folder: '', extension: 'ts' } : { folder: 'dist/', extension: 'js' };
}
