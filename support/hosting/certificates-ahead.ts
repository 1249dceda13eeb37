import { Worker } from 'node:worker_threads';
import { packageFile } from '../ledger';
import { createCertificates, type Certificates } from './certificates';

/**
 * Begins to make the certificates of loopback in a thread of their own: the library takes longer to load than most scenarios
 * take. Keys go from memory to memory; a process that ends before does not wait for them.
 *
 * @returns waits for them; where no thread is to be had, they are made here
 */
export function beginCertificates(): () => Promise<Certificates> {
  let thread: Worker | undefined;
  const made = new Promise<Certificates>((resolve, reject) => {
    thread = new Worker(packageFile('bin/certificates-thread.cjs'), { argv: [] });
    thread.unref();
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', () => {
      reject(new Error('the thread that makes certificates ended without them'));
    });
  });
  // Nobody may ask for them.
  made.catch(() => undefined);
  let madeHere: Promise<Certificates> | undefined;
  const here = (): Promise<Certificates> =>
    (madeHere ??= createCertificates().catch((error: unknown) => {
      madeHere = undefined;
      throw error;
    }));
  return () => {
    thread?.ref();
    return made.catch(here);
  };
}
