import type { Violation } from '../violation';
import { DECISION_VIOLATIONS } from './decisions';
import { ERROR_VIOLATIONS } from './errors';
import { messageIdNotEchoed } from './message-id-not-echoed';
import { MESSAGE_ID_VIOLATIONS } from './message-ids';
import { GRANTED_URL_VIOLATIONS, REFUSED_URL_VIOLATIONS } from './token-urls';
import { VERSION_VIOLATIONS } from './versions';

export const SEES_RESPONSE_VIOLATIONS: readonly Violation[] = [
  ...MESSAGE_ID_VIOLATIONS,
  ...VERSION_VIOLATIONS,
  ...DECISION_VIOLATIONS,
  ...GRANTED_URL_VIOLATIONS,
  ...REFUSED_URL_VIOLATIONS,
  ...ERROR_VIOLATIONS,
  messageIdNotEchoed,
];
