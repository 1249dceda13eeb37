import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Link } from 'allure-js-commons';
import { packageFile } from '../../ledger';
import { outputPlaces } from '../output';
import { requirementLinks, type LinksOf } from './requirement-links';
import { ResultsFolder } from './results-folder';

/** What a scenario's report is made of; the rest of a results folder is about a run as a whole. */
const ATTACHMENT = /^[0-9a-f-]{36}-attachment\.[a-z]+$/u;
const RESULT = /^[0-9a-f-]{36}-result\.json$/u;

/**
 * Copies the Allure results of other runs into a folder that `prepareOutput` made ready; symbolic links are not followed.
 * @param from folders of the runs (their `--out`)
 * @param to that of the joined run
 * @returns how many results were copied from each
 */
export function joinResults(from: readonly string[], to: string): number[] {
  const places = outputPlaces(to);
  const folder = new ResultsFolder(places.results);
  const linksOf = requirementLinks(places.reportFile, packageFile('docs/requirements.md'));
  return from.map((out) => copied(outputPlaces(out).results, folder, linksOf));
}

function copied(results: string, folder: ResultsFolder, linksOf: LinksOf): number {
  if (lstatSync(results, { throwIfNoEntry: false })?.isDirectory() !== true) return 0;
  const names = readdirSync(results, { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []));
  for (const name of names.filter((each) => ATTACHMENT.test(each))) {
    folder.file(name, readFileSync(join(results, name)));
  }
  const found = names.filter((each) => RESULT.test(each));
  for (const name of found) folder.file(name, relinked(readFileSync(join(results, name), 'utf8'), linksOf));
  return found.length;
}

interface Linked {
  readonly links?: readonly Link[];
}

/** Links to the requirements are relative to the report, which is somewhere else now. */
function relinked(text: string, linksOf: LinksOf): string {
  const result = JSON.parse(text) as Linked;
  const links = (result.links ?? []).flatMap((link) => (link.type === 'tms' ? linksOf(link.name ?? '') : [link]));
  return JSON.stringify({ ...result, links });
}
