import type { MessagePort } from 'node:worker_threads';
import { Redactor } from '../../exchange';
import { removeLeftovers } from '../output';
import { takeRecord } from './handed-record';
import { takeReport } from './handed-report';
import { PROGRESS, type FromThread, type ThreadData, type ToThread } from './messages';
import type { ResultsWriter } from './writer';

/** In the thread that writes results: does what it is told, in order, until the run has ended. */
export function serveResults(
  port: MessagePort,
  { outDir, wantsReport, progress }: ThreadData,
  writerWith: (onProblem: (sentence: string) => void) => ResultsWriter,
): void {
  const tell = (message: FromThread): void => {
    port.postMessage(message);
  };
  const redactor = new Redactor();
  const writer = writerWith((sentence) => {
    tell({ kind: 'problem', sentence });
  });
  port.on('message', (message: ToThread) => {
    for (const lesson of message.lessons) redactor.study(lesson);
    switch (message.kind) {
      case 'begin':
        writer.begin(message.facts, message.draft && takeReport(message.draft, redactor));
        reached(progress, PROGRESS.begun);
        tell({ kind: 'begun' });
        setImmediate(prepare);
        break;
      case 'scenario':
        writer.scenario(takeRecord(message.record, redactor));
        reached(progress, PROGRESS.scenarios);
        break;
      case 'draft':
        writer.draft(takeReport(message.report, redactor));
        break;
      case 'end': {
        const report = writer.end(takeReport(message.report, redactor));
        reached(progress, PROGRESS.ended);
        tell({ kind: 'ended', report: wantsReport ? report : undefined });
        // So the thread ends by itself, with all that is done when one ends.
        port.close();
      }
    }
  });
  removeLeftovers(outDir);
}

function reached(progress: Int32Array, place: number): void {
  Atomics.add(progress, place, 1);
  Atomics.notify(progress, place);
}

/** Loads what the end takes while the run has other things to do. */
function prepare(): void {
  require('../files/junit') as typeof import('../files/junit');
  require('../files/summary') as typeof import('../files/summary');
  const { conformanceValidator } = require('../files/conformance-file') as typeof import('../files/conformance-file');
  conformanceValidator();
  require('../files/badge') as typeof import('../files/badge');
  require('../compliance') as typeof import('../compliance');
  require('fast-xml-builder') as unknown;
}
