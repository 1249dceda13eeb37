import { REFUSALS } from '../../reference';
import type { Json } from '../making';
import type { Violation } from '../violation';
import { asksInVain, grantsAfterAll } from './last-granted';

/** The same request in the name of the user, and for the title, of the one that was granted last. */
function entitled(asked: Json, error: unknown, last: Json): Json | undefined {
  if (error !== REFUSALS.notEntitled.error) return undefined;
  return { ...asked, contentID: last.contentID, customerCookie: last.customerCookie };
}

/** Users who may not have what they ask for. */
export const ENTITLEMENTS: readonly Violation[] = [
  grantsAfterAll(
    {
      id: 'entitlement-of-the-user-before',
      sentence: 'SEES grants a user who is not entitled what the one before got.',
      breaks: ['SEES-REQ-33'],
      consequences: [],
    },
    entitled,
  ),
  asksInVain(
    {
      id: 'token-asked-before-entitlement-known',
      sentence: 'SEES asks for a token before it looks whether the user is entitled.',
      breaks: ['SEES-REQ-33'],
      consequences: [],
    },
    entitled,
  ),
];
