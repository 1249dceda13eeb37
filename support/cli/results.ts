import type { KeyObject } from 'node:crypto';
import { Results, ResultsWriter } from '../report';
import { allureOptions } from './allure-options';
import { say } from './guard';
import type { Outputs } from './outputs';
import { resultsThread } from './results-ahead';
import { signerWith } from './signer';

/** Everything a run leaves in its folder, which `prepareOutput` made ready. */
export function resultsIn(outDir: string, outputs: Outputs, key: KeyObject | undefined, wantsReport = false): Results {
  const { onProblem } = outputs;
  return new Results({
    ...{ outDir, key, wantsReport, onProblem, say },
    begin: resultsThread,
    standIn: (before) => {
      const sign = signerWith(key);
      return new ResultsWriter({ ...allureOptions(outDir, onProblem, sign), ...before, onProblem, sign });
    },
  });
}
