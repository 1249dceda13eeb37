import type { Violation } from '../violation';

export const foreignEventsCount: Violation = {
  id: 'foreign-events-count',
  party: 'sees',
  sentence: 'SEES binds to whatever device a record answer names, without a look at its cookie.',
  breaks: ['SEES-ERR-13'],
  consequences: [],
  seesRules: (rules, applied) => ({
    ...rules,
    selectDevice: (events, cookie, several) => {
      if (events.some((event) => event.cookie !== cookie && event.deviceId !== undefined)) applied();
      return rules.selectDevice(
        events.map((event) => ({ ...event, cookie })),
        cookie,
        several,
      );
    },
  }),
};
