import type { Category } from 'allure-js-commons/sdk';

/** Where a red line in the report belongs; Allure puts a test into every category that fits. */
export const CATEGORIES: readonly Category[] = [
  { name: 'Violation of a MUST', matchedStatuses: ['failed'], messageRegex: '[\\s\\S]*' },
  { name: 'Could not test', matchedStatuses: ['broken'], messageRegex: '(?!fault of the harness)[\\s\\S]*' },
  { name: 'Fault of the harness', matchedStatuses: ['broken'], messageRegex: 'fault of the harness[\\s\\S]*' },
  { name: 'Against a SHOULD', matchedStatuses: ['passed'], messageRegex: 'against a SHOULD[\\s\\S]*' },
  { name: 'Not observable, not applicable or waived', matchedStatuses: ['skipped'], messageRegex: '[\\s\\S]*' },
] as unknown as readonly Category[];
