import { basename } from 'node:path';
import { withLostOutputs, type ConformanceReport } from '../../verdict';
import { overwriteInPlace, whyUnwritable, writeAtomically, type OutputPlaces } from '../output';
import { addToHistory, historyLine, type PlayedScenario } from './history';

/**
 * All files of a run that has ended. `conformance.json` comes last but one: it says what could not be written before it.
 * @param records for the history
 * @param onProblem told for every file that could not be written and for a report that is not what its schema says
 * @param sign comes last: what is signed is what is written
 * @returns the report as it is in `conformance.json`; undefined: it could not be written
 */
export function writeFiles(
  places: OutputPlaces,
  report: ConformanceReport,
  records: readonly PlayedScenario[],
  onProblem: (sentence: string) => void,
  sign: (report: ConformanceReport) => ConformanceReport = (unsigned) => unsigned,
): ConformanceReport | undefined {
  const lost: string[] = [];
  const attempt = (path: string, act: () => void): void => {
    try {
      act();
    } catch (error) {
      const sentence = notWritten(path, error);
      lost.push(sentence);
      onProblem(sentence);
    }
  };
  let written: ConformanceReport | undefined;
  attempt(places.junit, () => {
    const { junitXml } = require('./junit') as typeof import('./junit');
    writeAtomically(places.junit, junitXml(report));
  });
  attempt(places.summary, () => {
    const { summaryMarkdown } = require('./summary') as typeof import('./summary');
    writeAtomically(places.summary, summaryMarkdown(report));
  });
  attempt(places.conformance, () => {
    const { conformanceProblems } = require('./conformance-file') as typeof import('./conformance-file');
    const complete = sign(withLostOutputs(report, lost));
    const text = writeReport(places.conformance, complete, onProblem);
    written = complete;
    // As a reader gets it: without the members that are undefined.
    for (const problem of conformanceProblems(JSON.parse(text))) {
      onProblem(`${basename(places.conformance)} does not follow its schema: ${problem}`);
    }
  });
  // Behind the report: it tells whether that one is signed, and what was lost.
  attempt(places.compliance, () => {
    const { compliance } = require('../compliance') as typeof import('../compliance');
    const { html, markdown } = compliance(written ?? sign(withLostOutputs(report, lost)));
    writeAtomically(places.compliance, html);
    writeAtomically(places.complianceMarkdown, markdown);
  });
  attempt(places.badge, () => {
    const { badgeJson } = require('./badge') as typeof import('./badge');
    // Behind the report: nothing that was lost before may leave it green.
    writeAtomically(places.badge, badgeJson(withLostOutputs(report, lost)));
  });
  attempt(places.history, () => {
    addToHistory(places.history, historyLine(withLostOutputs(report, lost), records));
  });
  return written;
}

/** `junit.xml was not written: the disk is full (ENOSPC)`. */
export function notWritten(path: string, error: unknown): string {
  return `${basename(path)} was not written: ${whyUnwritable(error)}`;
}

/** On a full disk it takes the place of the draft. @returns what is, or should be, in the file */
function writeReport(path: string, report: ConformanceReport, onProblem: (sentence: string) => void): string {
  const { conformanceJson } = require('./conformance-file') as typeof import('./conformance-file');
  const text = conformanceJson(report);
  try {
    writeAtomically(path, text);
  } catch (error) {
    const sentence = `${basename(path)} was not written as it should be: ${whyUnwritable(error)}`;
    if (!overwriteInPlace(path, `${JSON.stringify(withLostOutputs(report, [sentence]))}\n`)) throw error;
    onProblem(sentence);
  }
  return text;
}
