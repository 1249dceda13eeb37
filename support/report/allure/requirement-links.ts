import type { Link } from 'allure-js-commons';

/** The links of a requirement's id. */
export type LinksOf = (id: string) => readonly Link[];

/**
 * Its row in the compliance page of the same run, which lies beside the report's folder: clause, verdict, evidence and proof.
 * Relative, so that it works wherever the output goes.
 */
export const requirementLinks: LinksOf = (id) => [
  { name: id, url: `../compliance.html#${encodeURIComponent(id)}`, type: 'tms' },
];
