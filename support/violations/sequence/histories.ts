import { createHash } from 'node:crypto';
import type { EventDraft } from '../../reference';
import { serviceLogs, type Facts } from '../making';
import { ALL_AT_ONCE, NO_BOUND_LICENSE } from '../consequences';
import type { Violation } from '../violation';

/** A granted redemption leaves another event than it should. */
function logging(facts: Facts, memory: () => (draft: EventDraft) => EventDraft): Violation {
  return serviceLogs(facts, () => {
    const change = memory();
    return ({ errorCode }, right) => (errorCode === undefined ? change(right) : undefined);
  });
}

/** The history holds the cookie with the device of the SPC. */
const HISTORY = ['SEQ-24', 'SEQ-28', 'EP-REC-26', 'EP-LIC-13'];
/** The device that registered gets no license with a token bound to it, and so serves as nobody's twin. */
const ASTRAY = ['EP-LIC-01', ...NO_BOUND_LICENSE, ...ALL_AT_ONCE];

export const HISTORIES: readonly Violation[] = [
  logging(
    {
      id: 'history-names-the-make',
      sentence: 'ExpressPlay logs the make of a device, which is the same for all of them, in place of its id.',
      breaks: [...HISTORY, 'SEQ-34', 'EP-LIC-05'],
      consequences: ASTRAY,
    },
    () => (draft) => {
      const deviceId = createHash('sha1').update('Bravo set-top box').digest('hex');
      return draft.deviceId === undefined ? draft : { ...draft, deviceId };
    },
  ),
  logging(
    {
      id: 'history-names-the-session',
      sentence: 'ExpressPlay logs an id for a device that is another one every time.',
      breaks: [...HISTORY, 'SEQ-34', 'EP-LIC-05'],
      // A cookie has the events of many devices then.
      consequences: [...ASTRAY, 'EP-REC-21.filter'],
    },
    () => {
      let session = 0;
      return (draft) => {
        session += 1;
        const deviceId = createHash('sha1')
          .update(`session ${String(session)}`)
          .digest('hex');
        return draft.deviceId === undefined ? draft : { ...draft, deviceId };
      };
    },
  ),
];
