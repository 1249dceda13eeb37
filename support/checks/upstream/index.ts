import type { Check } from '../check';
import { HISTORIES } from './histories';
import { STRAY_SECRETS } from './stray-secrets';
import { TITLE_POLICIES } from './title-policies';
import { TOKEN_FAULTS } from './token-faults';
import { TOKEN_REUSE } from './token-reuse';
import { URI_LISTS } from './uri-lists';

/** What SEES does with what ExpressPlay says to it (ledger families sees-upstream-faults, records, sees-secrecy). */
export const UPSTREAM: readonly Check[] = [
  ...TOKEN_FAULTS,
  ...URI_LISTS,
  ...STRAY_SECRETS,
  ...HISTORIES,
  ...TOKEN_REUSE,
  ...TITLE_POLICIES,
];
