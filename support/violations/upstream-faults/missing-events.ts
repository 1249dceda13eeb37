import { createHash } from 'node:crypto';
import type { Violation } from '../violation';
import { refusedToo, unboundFor, WITHOUT_DEVICE } from './unbound';

/** What SEES makes of a record without an event of the cookie. */
export const MISSING_EVENTS: readonly Violation[] = [
  {
    id: 'single-event-whoevers-it-is',
    party: 'sees',
    sentence: 'SEES takes the device of a single event without looking whose event it is.',
    breaks: ['SEES-ERR-13'],
    consequences: [],
    seesRules: (rules, applied) => ({
      ...rules,
      selectDevice: (events, cookie, several) => {
        const [event] = events;
        const single = events.length === 1 && event !== undefined && event.cookie !== cookie && !event.failed;
        if (!single || event.deviceId === undefined) return rules.selectDevice(events, cookie, several);
        applied();
        return { kind: 'device', deviceId: event.deviceId };
      },
    }),
  },
  {
    id: 'made-up-device',
    party: 'sees',
    sentence: 'SEES binds to a device that it makes up from the cookie where the record has no event.',
    breaks: ['SEES-ERR-09.refused', 'SEQ-38.refused', 'SEQ-39.refused'],
    consequences: [...WITHOUT_DEVICE, 'EP-REC-13', 'SEQ-29'],
    seesRules: (rules, applied) => ({
      ...rules,
      selectDevice: (events, cookie, several) => {
        if (events.length > 0) return rules.selectDevice(events, cookie, several);
        applied();
        return { kind: 'device', deviceId: createHash('sha1').update(cookie).digest('hex') };
      },
    }),
  },
  unboundFor(
    {
      id: 'unbound-where-never-registered',
      sentence: 'SEES asks for a token without a device where it never saw the cookie registering.',
      breaks: [...refusedToo('SEES-ERR-09'), ...refusedToo('SEQ-38')],
      // A cookie that only looks like a registered one never registered.
      consequences: [...WITHOUT_DEVICE, 'EP-REC-13'],
    },
    (registered) => !registered,
  ),
  unboundFor(
    {
      id: 'unbound-where-never-redeemed',
      sentence: 'SEES asks for a token without a device where it saw the cookie registering and the records are empty.',
      breaks: [...refusedToo('SEES-ERR-09'), ...refusedToo('SEQ-39'), 'SEQ-49.unbound', 'EP-REC-11.unbound'],
      consequences: WITHOUT_DEVICE,
    },
    (registered) => registered,
  ),
];
