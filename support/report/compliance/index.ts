import { loadLedger } from '../../ledger';
import type { ConformanceReport } from '../../verdict';
import { complianceHtml } from './html';
import { complianceMarkdown } from './markdown';
import { compliancePage } from './page';

/** The report for whoever has to believe it, in two forms that say the same. */
export function compliance(report: ConformanceReport): { readonly html: string; readonly markdown: string } {
  const page = compliancePage(report);
  const { sources } = loadLedger();
  return { html: complianceHtml(page, sources), markdown: complianceMarkdown(page, sources) };
}
