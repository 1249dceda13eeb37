import { randomUUID } from 'node:crypto';
import type { ConformanceReport } from '../../verdict';
import type { ResultsFolder } from './results-folder';

const TITLE = 'Compliance page of the run';
/** No name of a scenario's attachment: the page of a shard is none of the joined run. */
const SOURCE = 'compliance-page.html';

/**
 * The compliance page within the report: a fixture after the tests, shown below every scenario's steps. A test of its own
 * would be counted among the scenarios.
 * @param scenarios ids of the results that the report shows
 * @param atMs when the run ended, milliseconds since the epoch
 */
export function attachCompliancePage(
  folder: ResultsFolder,
  report: ConformanceReport,
  scenarios: readonly string[],
  atMs: number,
): void {
  const { compliance } = require('../compliance') as typeof import('../compliance');
  folder.replace(SOURCE, compliance(report).framed);
  const page = {
    name: TITLE,
    status: 'passed',
    stage: 'finished',
    start: atMs,
    stop: atMs,
    statusDetails: {},
    steps: [],
    parameters: [],
    attachments: [{ name: 'Compliance page', type: 'text/html', source: SOURCE }],
  };
  const container = { uuid: randomUUID(), name: TITLE, children: scenarios, befores: [], afters: [page], links: [] };
  folder.replace('compliance-container.json', JSON.stringify(container));
}
