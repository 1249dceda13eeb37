import type { Handler } from '../../exchange';
import { parseJson } from '../../protocol';
import { withJson } from '../making';
import type { Variation } from '../variation';
import { serviceAnswering } from './differently';

type Event = Readonly<Record<string, unknown>>;

/** Events as another service writes them; the array stays at the root. */
const events = (change: (event: Event) => unknown): ((handler: Handler) => Handler) =>
  serviceAnswering('record', (response) => {
    if (response.status !== 200) return response;
    const answer = parseJson(response.body.toString('utf8'));
    return Array.isArray(answer)
      ? withJson(
          response,
          answer.map((event) => change(event as Event)),
        )
      : response;
  });

const declared = (record: object): Pick<Variation, 'settings' | 'where'> => ({
  settings: { expressplay: { record } },
  where: 'record',
});

/** How record retrieval answers. */
export const RECORDS: readonly Variation[] = [
  {
    id: 'device-ids-in-upper-case',
    aspect: 'device-ids',
    sentence: 'ExpressPlay writes device ids in upper case.',
    ...declared({ deviceIdForm: 'HEX' }),
  },
  {
    id: 'device-ids-like-guids',
    aspect: 'device-ids',
    sentence: 'ExpressPlay writes device ids like GUIDs.',
    ...declared({ deviceIdForm: 'guid' }),
  },
  {
    id: 'records-wrapped',
    aspect: 'record-root',
    sentence: 'Events come in an array under a key.',
    ...declared({ root: 'events' }),
  },
  {
    id: 'latest-record-alone',
    aspect: 'record-root',
    sentence: 'The record service answers with the latest event alone.',
    ...declared({ mode: 'latest', latestForm: 'object', emptyForm: 'object' }),
  },
  {
    id: 'latest-record-in-a-list',
    aspect: 'record-root',
    sentence: 'The record service answers with a list of the latest event.',
    ...declared({ mode: 'latest' }),
  },
  {
    id: 'empty-history-is-404',
    aspect: 'record-root',
    sentence: 'A cookie without events is answered with 404.',
    ...declared({ emptyForm: '404' }),
  },
  {
    id: 'record-fields-named-otherwise',
    aspect: 'record-fields',
    sentence: 'Events have other field names.',
    ...declared({ fields: { eventId: 'id', cookie: 'customerCookie', deviceId: 'device', errorCode: 'code' } }),
  },
  {
    id: 'records-with-more',
    aspect: 'record-events',
    sentence: 'Events have further fields, tell their time in milliseconds, and write their ids as text.',
    expressplay: events((event) => ({
      ...event,
      timestamp: Date.parse(String(event.timestamp)),
      event_id: String(event.event_id),
      drm: 'FairPlay',
      ip: '192.0.2.7',
      tags: ['a'],
      retries: 0,
    })),
  },
  {
    id: 'records-without-error-are-null',
    aspect: 'record-events',
    sentence: 'Granted events have error_code null.',
    expressplay: events((event) => ({ error_code: null, ...event })),
  },
  {
    id: 'records-without-error-are-zero',
    aspect: 'record-events',
    sentence: 'Granted events have error_code 0.',
    expressplay: events((event) => ({ error_code: 0, ...event })),
  },
  {
    id: 'records-without-device-are-null',
    aspect: 'record-events',
    sentence: 'Failed events have device_id null.',
    expressplay: events((event) => ({ device_id: null, ...event })),
  },
];
