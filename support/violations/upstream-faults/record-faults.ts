import { createHash } from 'node:crypto';
import type { HttpResponse } from '../../exchange';
import { errorOf, parametersOf, withText, type Facts } from '../making';
import type { Violation } from '../violation';
import { failedBy, isFailure, isPage, seesDealsWith, status, textOf, type Dealing, type Met } from './upstream';

/** Stands for no device between what SEES reads and what it asks. */
const NOBODY = 'nobody';

/** SEES asks for a token without a device where the record says this. */
function unboundWhere(facts: Facts, deal: Dealing): Violation {
  return {
    ...seesDealsWith(facts, 'record', () => deal),
    seesRules: (rules, applied) => ({
      ...rules,
      asksFor: (facts, question) => {
        const right = rules.asksFor(facts, question);
        if (right.deviceId !== NOBODY) return right;
        applied();
        return { ...right, deviceId: undefined };
      },
    }),
  };
}

const unboundWhen = (facts: Facts, when: (met: Met) => boolean): Violation =>
  unboundWhere(facts, (met, request) =>
    when(met) ? recordOf(parametersOf(request).find(([name]) => name === 'cookie')?.[1] ?? '', NOBODY) : undefined,
  );

const recordOf = (cookie: string, device: string): HttpResponse => ({
  ...errorOf(0, 200),
  body: Buffer.from(JSON.stringify([{ event_id: 1, cookie, device_id: device }])),
});

const withDevice =
  (written: string, device: string): Dealing =>
  (met) =>
    isFailure(met)
      ? undefined
      : withText(met, (text) => text.replace(`"device_id":${written}`, `"device_id":"${device}"`));

/** The same where the record has no event at all. */
function unboundFor(facts: Facts, when: (registered: boolean) => boolean): Violation {
  return {
    ...facts,
    party: 'sees',
    seesRules: (rules, applied) => {
      const registered = new Set<string>();
      let isEmpty = false;
      return {
        ...rules,
        asksFor: (facts, question) => {
          if (question.requestType === 2) registered.add(question.cookie);
          return rules.asksFor(facts, question);
        },
        selectDevice: (events, cookie, several) => {
          isEmpty = events.length === 0;
          return rules.selectDevice(events, cookie, several);
        },
        // Asked right after the choice was made.
        onNoRecord: (question) => {
          const right = rules.onNoRecord(question);
          if (right === 'ask-unbound' || !isEmpty || !when(registered.has(question.cookie ?? ''))) return right;
          applied();
          return 'ask-unbound';
        },
      };
    },
  };
}

/** An unbound token for type 3 has no device in its request, whatever the reason. */
const WITHOUT_DEVICE = ['EP-TOK-18.value', 'EP-REC-07'];
/** Where no answer came, none came before the token request. */
const UNANSWERED = [...WITHOUT_DEVICE, 'EP-REC-06'];
/** A grant is no refusal. */
const refusedToo = (requirement: string): string[] => [`${requirement}.unbound`, `${requirement}.refused`];

/** What SEES makes of a record service that names no device. */
export const RECORD_FAULTS: readonly Violation[] = [
  unboundWhere(
    {
      id: 'unbound-where-device-is-null',
      sentence: 'SEES asks for a token without a device where the device of the record is null.',
      breaks: refusedToo('SEES-ERR-10'),
      consequences: WITHOUT_DEVICE,
    },
    withDevice('null', NOBODY),
  ),
  unboundWhere(
    {
      id: 'unbound-where-device-is-empty',
      sentence: 'SEES asks for a token without a device where the device of the record is empty.',
      breaks: refusedToo('SEES-ERR-10'),
      consequences: WITHOUT_DEVICE,
    },
    withDevice('""', NOBODY),
  ),
  seesDealsWith(
    {
      id: 'device-named-null',
      sentence: 'SEES takes a device that is null for one of that name.',
      breaks: ['SEES-ERR-10.refused'],
      consequences: WITHOUT_DEVICE,
    },
    'record',
    () => withDevice('null', 'null'),
  ),
  unboundWhen(
    {
      id: 'unbound-without-permission',
      sentence: 'SEES asks for a token without a device where the record service does not know it.',
      breaks: refusedToo('SEES-ERR-11'),
      consequences: WITHOUT_DEVICE,
    },
    (met) => status(met) === 401,
  ),
  unboundWhen(
    {
      id: 'unbound-where-no-record-is-found',
      sentence: 'SEES asks for a token without a device where the record service is not found.',
      breaks: refusedToo('SEES-ERR-11'),
      consequences: WITHOUT_DEVICE,
    },
    (met) => status(met) === 404,
  ),
  unboundWhen(
    {
      id: 'unbound-after-an-internal-error',
      sentence: 'SEES asks for a token without a device after an internal error of the record service.',
      breaks: refusedToo('SEES-ERR-11'),
      consequences: WITHOUT_DEVICE,
    },
    (met) => status(met) === 500,
  ),
  unboundWhen(
    {
      id: 'unbound-after-a-silence',
      sentence: 'SEES asks for a token without a device where the record service does not answer in time.',
      breaks: refusedToo('SEES-ERR-11'),
      consequences: UNANSWERED,
    },
    failedBy('timeout'),
  ),
  unboundWhen(
    {
      id: 'unbound-after-a-reset',
      sentence: 'SEES asks for a token without a device where the connection to the record service breaks.',
      breaks: refusedToo('SEES-ERR-11'),
      consequences: UNANSWERED,
    },
    failedBy('reset'),
  ),
  unboundWhen(
    {
      id: 'unbound-where-records-break-off',
      sentence: 'SEES asks for a token without a device where the record answer breaks off.',
      breaks: refusedToo('SEES-ERR-11'),
      consequences: WITHOUT_DEVICE,
    },
    (met) => status(met) === 200 && /^\[.*[^\]]$/s.test(textOf(met)),
  ),
  unboundWhen(
    {
      id: 'unbound-where-records-are-a-page',
      sentence: 'SEES asks for a token without a device where the record answer is a web page.',
      breaks: refusedToo('SEES-ERR-11'),
      consequences: WITHOUT_DEVICE,
    },
    isPage,
  ),
  seesDealsWith(
    {
      id: 'last-device-while-records-fail',
      sentence: 'SEES binds to the device that a record named last while the record service fails.',
      breaks: ['SEES-ERR-11.refused'],
      consequences: UNANSWERED,
    },
    'record',
    () => {
      let last: string | undefined;
      return (met, request) => {
        const cookie = parametersOf(request).find(([name]) => name === 'cookie')?.[1];
        last = /"device_id":"([^"]+)"/.exec(textOf(met))?.[1] ?? last;
        const failing = isFailure(met) || met.status >= 500;
        return failing && last !== undefined && cookie !== undefined ? recordOf(cookie, last) : undefined;
      };
    },
  ),
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
