import type { ConformanceReport } from '../../verdict';
import { complianceOf } from './compliance';
import { complianceMarkdown } from './markdown';
import { compliancePage, framed } from './page';

/** The report for whoever has to believe it, in forms that say the same. */
export interface CompliancePages {
  readonly html: string;
  readonly markdown: string;
  /** The HTML for a frame, without links. */
  readonly framed: string;
}

const drawn = new WeakMap<ConformanceReport, CompliancePages>();

/** Drawn once for all who write it: beside the results and within them. */
export function compliance(report: ConformanceReport): CompliancePages {
  const before = drawn.get(report);
  if (before !== undefined) return before;
  const model = complianceOf(report);
  const html = compliancePage(model);
  const pages = { html, markdown: complianceMarkdown(model), framed: framed(html) };
  drawn.set(report, pages);
  return pages;
}
