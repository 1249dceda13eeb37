import {
  forFewCookies,
  jsonOf,
  parametersOf,
  refusalTo,
  seesAsks,
  seesChooses,
  valueOf,
  withJson,
  withParameters,
} from '../making';
import type { Handler } from '../../exchange';
import type { DeviceChoice, RecordedEvent } from '../../reference';
import { ALL_AT_ONCE, NO_BOUND_LICENSE, UNBOUND_FOR_THE_REGISTERED } from '../consequences';
import type { Applied, Violation } from '../violation';

/** What follows where a token is bound to a device that is not the client's. */
const FOREIGN = [
  'EP-TOK-18.value',
  'EP-REC-08',
  'EP-REC-10',
  'EP-REC-12.device',
  'EP-LIC-01',
  'EP-LIC-05',
  'SEQ-34',
  ...NO_BOUND_LICENSE,
];

const NONE: DeviceChoice = { kind: 'none' };
const taking = (deviceId: string | undefined): DeviceChoice =>
  deviceId === undefined ? NONE : { kind: 'device', deviceId };

/** Good events of the cookie itself. */
const own = (events: readonly RecordedEvent[], cookie: string): readonly RecordedEvent[] =>
  events.filter((event) => event.cookie === cookie && !event.failed);

export const CHOICES: readonly Violation[] = [
  seesChooses(
    {
      id: 'newest-event-alone',
      sentence: 'SEES looks at the newest event alone, whether it names a device or not.',
      breaks: ['EP-REC-08'],
      // A newer event of a failed redemption hides the device as well.
      consequences: ['EP-REC-10'],
    },
    () => (events, cookie) => taking(own(events.slice(0, 1), cookie)[0]?.deviceId),
  ),
  seesChooses(
    {
      id: 'ten-events-alone',
      sentence: 'SEES looks at the ten newest events and no further.',
      breaks: ['EP-REC-08'],
    },
    () => (events, cookie) => taking(own(events.slice(0, 10), cookie).find(({ deviceId }) => deviceId)?.deviceId),
  ),
  seesChooses(
    {
      id: 'thirty-one-events-alone',
      sentence: 'SEES looks at the 31 newest events and no further.',
      breaks: ['EP-REC-08'],
    },
    () => (events, cookie) => taking(own(events.slice(0, 31), cookie).find(({ deviceId }) => deviceId)?.deviceId),
  ),
  seesChooses(
    {
      id: 'full-history-refused',
      sentence: 'SEES takes a history of 32 events for one that was cut, and refuses.',
      breaks: ['EP-REC-08'],
    },
    () => (events) => (events.length >= 32 ? NONE : undefined),
  ),
  seesAsks(
    {
      id: 'device-kept-by-title',
      sentence:
        'SEES keeps the device of the last client that asked for a title, and binds the next one to it once more.',
      breaks: ['EP-REC-07', 'EP-REC-09', 'EP-REC-12.crossed', 'SEQ-29'],
      // Whoever comes second for a title is bound to a device that is not its own, and can redeem nothing.
      consequences: [...ALL_AT_ONCE, ...FOREIGN.filter((check) => check !== 'SEQ-46'), 'SEQ-41'],
    },
    'token',
    () => {
      const kept = new Map<string, string>();
      return (request) => {
        const parameters = parametersOf(request);
        const value = (name: string): string | undefined => valueOf(parameters, name);
        const [title, device] = [value('iv'), value('deviceid')];
        if (title === undefined || device === undefined) return request;
        const before = kept.get(title) ?? device;
        kept.set(title, device);
        if (before === device) return request;
        return withParameters(
          request,
          parameters.map(([name, own]) => [name, name === 'deviceid' ? before : own]),
        );
      };
    },
  ),
  seesChooses(
    {
      id: 'failed-event-hides-the-device',
      sentence: 'SEES refuses where the newest event of the cookie is a failed redemption.',
      breaks: ['EP-REC-10'],
    },
    () => (events) => (events[0]?.failed === true ? NONE : undefined),
  ),
  seesChooses(
    {
      id: 'device-of-a-failure-for-want-of-a-better',
      sentence: 'SEES takes the device of a failed redemption where no other event names one.',
      breaks: ['EP-REC-10'],
    },
    () => (events, cookie, right) =>
      right.kind === 'none'
        ? taking(events.find((event) => event.cookie === cookie && event.failed && event.deviceId)?.deviceId)
        : undefined,
  ),
  seesChooses(
    {
      id: 'device-of-another-client-among-two',
      sentence: 'SEES mixes up the clients where a cookie has two devices: it binds to the one it looked up before.',
      breaks: ['EP-REC-12.crossed', 'EP-REC-12.device'],
      // The token request carries a device that no event of the cookie names.
      consequences: ['EP-REC-07', 'EP-TOK-18.value', 'EP-REC-08'],
    },
    () => {
      let before: string | undefined;
      return (events, cookie, right) => {
        const devices = new Set(own(events, cookie).flatMap(({ deviceId }) => deviceId ?? []));
        if (devices.size > 1) return before === undefined ? undefined : taking(before);
        if (right.kind === 'device') before = right.deviceId;
        return undefined;
      };
    },
  ),
  forFewCookies(
    seesChooses(
      {
        id: 'device-id-cut',
        sentence: 'SEES cuts a device id after 32 characters.',
        breaks: ['EP-REC-07', 'EP-TOK-18.value'],
        // Nobody can redeem what is bound to half an id.
        consequences: [
          'SEQ-29',
          ...ALL_AT_ONCE,
          ...FOREIGN.filter((check) => check !== 'EP-TOK-18.value'),
          'EP-REC-09',
          'EP-REC-12.crossed',
        ],
      },
      () => (_events, _cookie, right) => (right.kind === 'device' ? taking(right.deviceId.slice(0, 32)) : undefined),
    ),
  ),
  {
    id: 'registration-for-a-record-that-is-late',
    party: 'sees',
    sentence: 'SEES grants a registered client that has no record yet what it would grant for registration.',
    breaks: ['EP-REC-11.unbound', 'SEQ-49.unbound', 'SEQ-39.unbound'],
    // Every registered client whose record names no usable device.
    consequences: [...UNBOUND_FOR_THE_REGISTERED, 'SEQ-39.refused'],
    sees: unboundForTheRegistered,
  },
  {
    id: 'registration-not-remembered',
    party: 'sees',
    sentence:
      'SEES refuses without a lookup where it took part in three other registrations since the one of the cookie.',
    breaks: ['EP-REC-05.bound'],
    // Twenty clients at once.
    consequences: ['SEQ-53.all', 'SEES-SEC-05.all'],
    sees: forgetful,
  },
];

/** Type 3 without a record becomes type 2 for cookies that came to register. */
function unboundForTheRegistered(handler: Handler, applied: Applied): Handler {
  const registered = new Set<unknown>();
  return async (request) => {
    const asked = jsonOf(request);
    const right = await handler(request);
    if (asked?.requestType === 2) registered.add(asked.customerCookie);
    const isLate = asked?.requestType === 3 && jsonOf(right)?.error === 1020;
    if (!isLate || !registered.has(asked.customerCookie)) return right;
    applied();
    return handler(withJson(request, { ...asked, requestType: 2 }));
  };
}

function forgetful(handler: Handler, applied: Applied): Handler {
  const registered: unknown[] = [];
  return async (request) => {
    const asked = jsonOf(request);
    const cookie = asked?.customerCookie;
    if (asked?.requestType === 2 && !registered.includes(cookie)) registered.unshift(cookie);
    if (asked?.requestType !== 3 || registered.indexOf(cookie) < 3) return handler(request);
    applied();
    return refusalTo(request, 1020, 'no device');
  };
}
