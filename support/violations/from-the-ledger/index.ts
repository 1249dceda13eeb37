import type { Violation } from '../violation';
import { COOKIES } from './cookies';
import { FAULTS } from './faults';
import { LICENSES } from './licenses';
import { RECORDS } from './records';
import { REQUESTS } from './requests';
import { RESPONSES } from './responses';
import { SECRECY } from './secrecy';
import { SEQUENCES } from './sequences';
import { TOKEN_REQUESTS } from './token-requests';
import { TOKEN_SERVICE } from './token-service';
import { TRANSPORT } from './transport';

/** Written from the ledger alone, by somebody who had seen neither features nor checks. */
export const FROM_THE_LEDGER_VIOLATIONS: readonly Violation[] = [
  ...TRANSPORT,
  ...REQUESTS,
  ...COOKIES,
  ...RESPONSES,
  ...FAULTS,
  ...SECRECY,
  ...TOKEN_REQUESTS,
  ...TOKEN_SERVICE,
  ...RECORDS,
  ...LICENSES,
  ...SEQUENCES,
];
