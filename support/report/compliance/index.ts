import type { ConformanceReport } from '../../verdict';
import { complianceMarkdown } from './markdown';
import { compliancePage } from './page';

export { framedCompliancePage } from './page';

/** The report for whoever has to believe it, in two forms that say the same. */
export function compliance(report: ConformanceReport): { readonly html: string; readonly markdown: string } {
  return { html: compliancePage(report), markdown: complianceMarkdown(report) };
}
