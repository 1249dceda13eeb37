import { parametersOf, seesChooses, serviceLogs, serviceOf, valueOf, withParameters } from '../making';
import type { Violation } from '../violation';

export const RECORDS: readonly Violation[] = [
  {
    id: 'last-window-beyond-the-end',
    party: 'expressplay',
    sentence: 'ExpressPlay answers a window beyond the end with the events before the end.',
    breaks: ['EP-REC-23'],
    consequences: [],
    expressplay: (handler, applied) => async (request) => {
      const right = await handler(request);
      const start = Number(valueOf(parametersOf(request), 'start'));
      if (serviceOf(request) !== 'record' || !(start > 0) || right.body.toString('utf8') !== '[]') return right;
      const wrong = await handler(
        withParameters(
          request,
          parametersOf(request).map(([name, value]) => [name, name === 'start' ? '0' : value]),
        ),
      );
      if (!wrong.body.equals(right.body)) applied();
      return wrong;
    },
  },
  serviceLogs(
    {
      id: 'one-record-for-a-cookie',
      sentence: 'ExpressPlay keeps one event for a cookie, the first, and logs later ones without cookie.',
      // Not EP-REC-26, which leaves a record that does not show undecided.
      breaks: ['EP-REC-21.count', 'SEQ-46'],
      // The latest events name the cookie no more.
      consequences: ['EP-REC-20'],
    },
    () => {
      const logged = new Set<string>();
      return (_redemption, { cookie, ...rest }) => {
        if (cookie === undefined) return undefined;
        if (logged.has(cookie)) return rest;
        if (rest.errorCode === undefined) logged.add(cookie);
        return undefined;
      };
    },
  ),
  seesChooses(
    {
      id: 'newest-event-or-none',
      sentence: 'SEES looks at the newest event only and refuses where that one names no device.',
      breaks: ['EP-REC-08'],
      // The newest event may be a redemption that failed.
      consequences: ['EP-REC-10'],
    },
    (rule) => (events, cookie, _right, several) => rule(events.slice(0, 1), cookie, several),
  ),
  seesChooses(
    {
      id: 'device-of-a-similar-cookie',
      sentence: 'SEES compares the cookies in a record answer without regard to case.',
      breaks: ['SEES-ERR-13'],
    },
    (rule) => (events, cookie, _right, several) => {
      const same = (other: string | undefined): boolean => other?.toLowerCase() === cookie.toLowerCase();
      return rule(
        events.map((event) => (same(event.cookie) ? { ...event, cookie } : event)),
        cookie,
        several,
      );
    },
  ),
];
