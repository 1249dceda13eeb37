import { createHash } from 'node:crypto';
import type { EventDraft } from '../../reference';
import { serviceAnswers, serviceLogs, withText, type Facts } from '../making';
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
  logging(
    {
      id: 'history-names-the-device-before',
      sentence: 'ExpressPlay logs the device of the redemption before.',
      breaks: [...HISTORY, 'SEQ-34', 'EP-LIC-05'],
      consequences: ASTRAY,
    },
    () => {
      let before: string | undefined;
      return (draft) => {
        const deviceId = before ?? draft.deviceId;
        before = draft.deviceId;
        return deviceId === undefined || draft.deviceId === undefined ? draft : { ...draft, deviceId };
      };
    },
  ),
  serviceAnswers(
    {
      id: 'ids-told-in-capitals',
      sentence: 'ExpressPlay tells device ids in capitals and compares them with the small letters of an SPC.',
      breaks: ['SEQ-34', 'EP-LIC-05'],
      consequences: ASTRAY,
    },
    'record',
    () => (response) =>
      response.status === 200
        ? withText(response, (text) =>
            text.replace(
              /("device_id":")([0-9a-f]{40})/g,
              (_all, name: string, id: string) => `${name}${id.toUpperCase()}`,
            ),
          )
        : response,
  ),
];
