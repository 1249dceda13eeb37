import type { Check } from '../check';
import { EXPRESSPLAY } from './expressplay';
import { RECORD_REQUEST } from './record-request';
import { SEES_RESPONSE } from './sees-response';
import { SEES_SECRECY } from './sees-secrecy';
import { SEES_TRANSPORT } from './sees-transport';
import { TOKEN_REQUEST } from './token-request';

/** What must hold on every exchange of every scenario, without being asked (architecture decision 1). */
export const INVARIANTS: readonly Check[] = [
  ...SEES_TRANSPORT,
  ...SEES_RESPONSE,
  ...SEES_SECRECY,
  ...TOKEN_REQUEST,
  ...RECORD_REQUEST,
  ...EXPRESSPLAY,
];
