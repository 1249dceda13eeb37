import { guarded } from './guard';

/** A user's mistake gets words and no stack; what is our fault shows itself as that. No secret is in the text. */
export function explainFailure(error: unknown): { text: string; code: 2 | 3 } {
  const { text, code } = explained(error);
  return { text: guarded(text), code };
}

function explained(error: unknown): { text: string; code: 2 | 3 } {
  // Loaded for a failure: most of the project is behind them, and `--help` needs none of it.
  const { ConfigurationError } = require('../target') as typeof import('../target');
  const { LedgerError } = require('../ledger') as typeof import('../ledger');
  const { OutputError } = require('../report') as typeof import('../report');
  const { FeatureError } = require('../session') as typeof import('../session');
  if (error instanceof ConfigurationError) {
    const lines = error.problems.map(({ where, what, rightForm }) => `${where}: ${what}\n  right: ${rightForm}`);
    return {
      text: `sees-conformance: the configuration is not usable, nothing was sent.\n${lines.join('\n')}`,
      code: 2,
    };
  }
  if (error instanceof FeatureError || error instanceof LedgerError) {
    return { text: `sees-conformance: ${error.message}`, code: 2 };
  }
  if (error instanceof OutputError)
    return { text: `sees-conformance: ${error.message}`, code: error.surroundings ? 3 : 2 };
  if (isUsersMistake(error)) return { text: `sees-conformance: ${error.message}`, code: 2 };
  const message = error instanceof Error ? error.message : String(error);
  const stack = process.argv.includes('--debug') && error instanceof Error ? `\n${error.stack ?? ''}` : '';
  return { text: `sees-conformance: this is a fault of the harness: ${message}${stack}`, code: 3 };
}

/** A folder, port or file that the user named and that is not to be had: said in one sentence by who found it. */
function isUsersMistake(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  return (
    ['KeyError', 'UsageError'].includes(error.name) ||
    /^(Port|Cannot listen|This user may not listen)|is no address of this machine$/.test(error.message)
  );
}
