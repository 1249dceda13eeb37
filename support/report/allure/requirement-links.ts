import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import type { Link } from 'allure-js-commons';

/** The links of a requirement's id; empty where no link could work without naming folders of this machine. */
export type LinksOf = (id: string) => readonly Link[];

/**
 * Links from a report to the requirements' page, relative so that they work in any clone.
 * @param reportFile where the report will be
 * @param document `docs/requirements.md` of this installation, with a heading per id
 */
export function requirementLinks(reportFile: string, document: string, home = homedir()): LinksOf {
  const way = wayBetween(dirname(resolve(reportFile)), resolve(document), home);
  if (way === undefined || !existsSync(document)) return () => [];
  return (id) => [{ name: id, url: `${way}#${id.toLowerCase()}`, type: 'tms' }];
}

function wayBetween(folder: string, file: string, home: string): string | undefined {
  const way = relative(folder, file);
  // Another drive.
  if (isAbsolute(way)) return undefined;
  const parts = way.split(sep);
  const common = resolve(folder, ...parts.filter((part) => part === '..'));
  // From the root down, or from above the home folder, a way is this machine's own; no other reader has it.
  if (common === dirname(common) || resolve(home).startsWith(`${common}${sep}`)) return undefined;
  return parts.map((part) => encodeURIComponent(part)).join('/');
}
