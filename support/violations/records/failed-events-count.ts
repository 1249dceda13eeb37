import type { Violation } from '../violation';

export const failedEventsCount: Violation = {
  id: 'failed-events-count',
  party: 'sees',
  sentence: 'SEES takes the device of a failed redemption for the one that registered.',
  breaks: ['EP-REC-10'],
  // Where the record of an expired registration names its device.
  consequences: ['SEQ-40'],
  seesRules: (rules, applied) => ({
    ...rules,
    selectDevice: (events, cookie, several) => {
      if (events.some((event) => event.failed && event.deviceId !== undefined)) applied();
      return rules.selectDevice(
        events.map((event) => ({ ...event, failed: false })),
        cookie,
        several,
      );
    },
  }),
};
