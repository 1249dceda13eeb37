import { loadLedger } from '../ledger';
import type { AllureListenerOptions } from '../report';
import type { Signer } from './signer';
import { proofOf } from './shipped-proof';
import { suiteVersion } from './suite-version';

/** What an Allure report of this suite tells about its requirements. */
export function allureOptions(
  outDir: string,
  onProblem: (sentence: string) => void,
  sign: Signer = (report) => report,
): AllureListenerOptions & { readonly provedBy: (requirement: string) => string } {
  const ledger = loadLedger();
  return {
    outDir,
    suiteVersion: suiteVersion(),
    statementOf: (id) => ledger.requirement(id)?.statement,
    provedBy: proofOf(ledger),
    touchedBy: (reading) =>
      ledger.requirements.filter(({ readings = [] }) => readings.includes(reading)).map(({ id }) => id),
    sign,
    onProblem,
  };
}
