import { parentPort } from 'node:worker_threads';
import { createCertificates } from './certificates';

void createCertificates().then((certificates) => {
  parentPort?.postMessage(certificates);
});
