import type { Violation } from '../violation';
import { CLIENT_VIOLATIONS } from './clients';
import { MEETING_CLIENTS_VIOLATIONS } from './meeting-clients';
import { METHOD_VIOLATIONS } from './methods';
import { TO_EXPRESSPLAY_VIOLATIONS } from './to-expressplay';

export const SEES_TRANSPORT_VIOLATIONS: readonly Violation[] = [
  ...MEETING_CLIENTS_VIOLATIONS,
  ...CLIENT_VIOLATIONS,
  ...TO_EXPRESSPLAY_VIOLATIONS,
  ...METHOD_VIOLATIONS,
];
