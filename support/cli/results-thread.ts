import { parentPort, workerData } from 'node:worker_threads';
import { ResultsWriter, serveResults, type ThreadData } from '../report';
import { allureOptions } from './allure-options';
import { signerWith } from './signer';

const data = workerData as ThreadData;
const sign = signerWith(data.key);

if (parentPort === null) throw new Error('this is the program of a thread');
serveResults(
  parentPort,
  data,
  (onProblem) => new ResultsWriter({ ...allureOptions(data.outDir, onProblem, sign), onProblem, sign }),
);
