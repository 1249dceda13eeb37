import type { Upstream } from '../../exchange';
import type { ConnectionFaultKind, HttpResponse } from '../../exchange';
import type { MadeUpEvent } from '../../target';
import { answer, json } from './answers';
import { idOf, phraseOf } from './phrase';

/** Whose events a made-up history holds. */
export interface Cast {
  /** The cookie asked for. */
  readonly cookie: string;
  /** Cookies that belong to other clients. */
  readonly otherCookie: string;
  /** Device ids as the records write them. */
  readonly device: string;
  readonly otherDevice: string;
}

/** What the record service answers to the lookup of one cookie. */
export interface RecordStory {
  readonly upstream: Upstream;
  /** SEES must be able to bind, or to refuse, as if nothing was made up. */
  readonly sound: boolean;
  readonly events?: readonly MadeUpEvent[];
  readonly response?: HttpResponse;
  readonly noAnswer?: ConnectionFaultKind;
}

interface Row {
  readonly kind: Upstream['kind'];
  readonly status?: number;
  /** Newest first. */
  readonly events?: (cast: Cast) => readonly MadeUpEvent[];
  readonly response?: HttpResponse;
  readonly noAnswer?: ConnectionFaultKind;
}

/** -4010 is what a refused redemption leaves. */
const FAILED = { errorCode: -4010 };
const MOST_EVENTS = 32;

const ROWS: Readonly<Record<string, Row>> = {
  // SEES-ERR-10
  'an event without a device id': { kind: 'no-device', events: ({ cookie }) => [{ cookie }] },
  'an event whose device id is null': { kind: 'no-device', events: ({ cookie }) => [{ cookie, deviceId: null }] },
  'an event whose device id is empty': { kind: 'no-device', events: ({ cookie }) => [{ cookie, deviceId: '' }] },
  // SEES-ERR-11
  'a lack of permission': failing(401, { errorCode: -2018, errorMessage: 'customer authenticator is not valid' }),
  'an unknown address': failing(404, { errorMessage: 'not found' }),
  'an internal error': failing(500, { errorMessage: 'internal error' }),
  'no connection': { kind: 'failing', noAnswer: 'refused' },
  'a connection that breaks': { kind: 'failing', noAnswer: 'reset' },
  silence: { kind: 'failing', noAnswer: 'silent' },
  'a body that breaks off': {
    kind: 'failing',
    status: 200,
    response: answer(200, 'application/json', '[{"event_id":1,"device_'),
  },
  'a web page': { kind: 'failing', status: 200, response: answer(200, 'text/html', '<html>Please sign in.</html>') },
  'null in place of events': { kind: 'failing', status: 200, response: json(200, null) },
  'texts in place of events': { kind: 'failing', status: 200, response: json(200, ['no', 'events']) },
  // SEES-ERR-13
  'events of other cookies': {
    kind: 'other-cookies',
    events: ({ otherCookie, device }) => [{ cookie: otherCookie, deviceId: device }],
  },
  'events of a cookie in another case': {
    kind: 'other-cookies',
    events: ({ cookie, device }) => [{ cookie: cookie.toUpperCase(), deviceId: device }],
  },
  // EP-REC-08 to EP-REC-12
  'thirty-two events of the device': {
    kind: 'history',
    events: ({ cookie, device }) => Array.from({ length: MOST_EVENTS }, () => ({ cookie, deviceId: device })),
  },
  'a newer event that names no device': {
    kind: 'history',
    events: ({ cookie, device }) => [{ cookie }, { cookie, deviceId: device }],
  },
  'thirty-one newer events that name no device': {
    kind: 'history',
    events: ({ cookie, device }) => [
      ...Array.from({ length: MOST_EVENTS - 1 }, () => ({ cookie })),
      { cookie, deviceId: device },
    ],
  },
  'a newer event without a device, an older one of another': {
    kind: 'history',
    events: ({ cookie, device, otherDevice }) => [
      { cookie },
      { cookie, deviceId: device },
      { cookie, deviceId: otherDevice },
    ],
  },
  'a single event': { kind: 'history', events: ({ cookie, device }) => [{ cookie, deviceId: device }] },
  // Whatever it looks like, a device id is a text that ExpressPlay alone reads.
  'a single event whose device id has dashes': {
    kind: 'history',
    events: ({ cookie, device }) => [{ cookie, deviceId: device.toUpperCase().replace(/^(.{8})(.{4})/, '$1-$2-') }],
  },
  'a failed redemption alone': {
    kind: 'history',
    events: ({ cookie, device }) => [{ cookie, deviceId: device, ...FAILED }],
  },
  'a newer failed redemption of another device': {
    kind: 'history',
    events: ({ cookie, device, otherDevice }) => [
      { cookie, deviceId: otherDevice, ...FAILED },
      { cookie, deviceId: device },
    ],
  },
  'two devices, one after the other': {
    kind: 'history',
    events: ({ cookie, device, otherDevice }) => [
      { cookie, deviceId: device },
      { cookie, deviceId: otherDevice },
    ],
  },
};

/**
 * The story behind a cell of a table.
 * @throws {Error} when no story is told in these words
 */
export function recordStory(words: string, cast: Cast): RecordStory {
  const [phrase, row] = phraseOf(ROWS, words, 'answer of the record service');
  const { kind, status, response, noAnswer } = row;
  const events = row.events?.(cast);
  return {
    upstream: {
      at: 'record',
      kind,
      id: idOf(phrase),
      sentence: `the record service answers with ${phrase}`,
      ...(status === undefined ? {} : { status }),
      ...(kind === 'history' && events !== undefined ? { devices: devicesOf(events) } : {}),
    },
    sound: kind === 'history',
    ...(events === undefined ? {} : { events }),
    ...(response === undefined ? {} : { response }),
    ...(noAnswer === undefined ? {} : { noAnswer }),
  };
}

function devicesOf(events: readonly MadeUpEvent[]): string[] {
  return events.flatMap(({ deviceId, errorCode }) =>
    typeof deviceId === 'string' && deviceId !== '' && errorCode === undefined ? [deviceId] : [],
  );
}

function failing(status: number, error: object): Row {
  return { kind: 'failing', status, response: json(status, error) };
}
