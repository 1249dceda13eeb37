import { isAbsolute, relative } from 'node:path';

/** A path as short as it can be said from here. */
export function near(path: string): string {
  const way = relative(process.cwd(), path);
  return way === '' || way.startsWith('..') || isAbsolute(way) ? path : way;
}
