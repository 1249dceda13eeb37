import type { KeyObject } from 'node:crypto';
import { packageFile } from '../ledger';
import { Results, ResultsWriter } from '../report';
import { allureOptions } from './allure-options';
import { say } from './guard';
import type { Outputs } from './outputs';
import { signerWith } from './signer';

/** Everything a run leaves in its folder, which `prepareOutput` made ready; the thread that writes it starts at once. */
export function resultsIn(outDir: string, outputs: Outputs, key: KeyObject | undefined, wantsReport = false): Results {
  const { onProblem } = outputs;
  return new Results({
    ...{ outDir, key, wantsReport, onProblem, say },
    entry: packageFile('bin/results-thread.cjs'),
    standIn: (before) => {
      const sign = signerWith(key);
      return new ResultsWriter({ ...allureOptions(outDir, onProblem, sign), ...before, onProblem, sign });
    },
  });
}
