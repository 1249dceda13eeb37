import type { Violation } from '../violation';

export const recordsWithoutBound: Violation = {
  id: 'records-without-bound',
  party: 'expressplay',
  sentence: 'ExpressPlay tells of every event there is, where the 32 most recent ones are asked for.',
  breaks: ['EP-REC-20', 'EP-REC-21.count'],
  consequences: [],
  expressplayRules: (rules, applied) => ({
    ...rules,
    eventsTold: (found) => {
      if (rules.eventsTold(found) !== found) applied();
      return found;
    },
  }),
};
