import type { Category } from 'allure-js-commons/sdk';

/**
 * Where a line in the report belongs; Allure puts a test into every category that fits. It sorts them by name: these names
 * put what matters most first.
 */
export const CATEGORIES: readonly Category[] = [
  { name: 'Against a MUST: violation', matchedStatuses: ['failed'], messageRegex: '[\\s\\S]*' },
  { name: 'Against a SHOULD', matchedStatuses: ['passed'], messageRegex: 'against a SHOULD[\\s\\S]*' },
  { name: 'Could not test', matchedStatuses: ['broken'], messageRegex: '(?!fault of the harness)[\\s\\S]*' },
  { name: 'Fault of the harness', matchedStatuses: ['broken'], messageRegex: 'fault of the harness[\\s\\S]*' },
  { name: 'Not observable or not applicable', matchedStatuses: ['skipped'], messageRegex: '(?!waived: )[\\s\\S]*' },
  { name: 'Waived', matchedStatuses: ['skipped'], messageRegex: 'waived: [\\s\\S]*' },
] as unknown as readonly Category[];
