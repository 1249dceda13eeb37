import type { Violation } from '../violation';
import { BODY_VIOLATIONS } from './bodies';
import { CLIENT_VIOLATIONS } from './clients';
import { LABEL_VIOLATIONS } from './labels';
import { MEETING_CLIENTS_VIOLATIONS } from './meeting-clients';
import { METHOD_VIOLATIONS } from './methods';
import { TO_EXPRESSPLAY_VIOLATIONS } from './to-expressplay';

export const SEES_TRANSPORT_VIOLATIONS: readonly Violation[] = [
  ...MEETING_CLIENTS_VIOLATIONS,
  ...CLIENT_VIOLATIONS,
  ...TO_EXPRESSPLAY_VIOLATIONS,
  ...METHOD_VIOLATIONS,
  ...BODY_VIOLATIONS,
  ...LABEL_VIOLATIONS,
];
