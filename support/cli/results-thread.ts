import { parentPort } from 'node:worker_threads';
import { ResultsWriter, serveResults, type ThreadData } from '../report';
import { allureOptions } from './allure-options';
import { signerWith } from './signer';

const port = parentPort;
if (port === null) throw new Error('this is the program of a thread');
port.once('message', (data: ThreadData) => {
  const sign = signerWith(data.key);
  serveResults(
    port,
    data,
    (onProblem) => new ResultsWriter({ ...allureOptions(data.outDir, onProblem, sign), onProblem, sign }),
  );
});
