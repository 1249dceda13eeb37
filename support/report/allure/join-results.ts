import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { outputPlaces } from '../output';
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
  return from.map((out) => copied(outputPlaces(out).results, folder));
}

function copied(results: string, folder: ResultsFolder): number {
  if (lstatSync(results, { throwIfNoEntry: false })?.isDirectory() !== true) return 0;
  const names = readdirSync(results, { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []));
  const found = names.filter((each) => RESULT.test(each));
  const attachments = names.filter((each) => ATTACHMENT.test(each));
  for (const name of [...attachments, ...found]) folder.file(name, readFileSync(join(results, name)));
  return found.length;
}
