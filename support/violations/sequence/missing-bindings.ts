import type { DeviceChoice } from '../../reference';
import type { HttpResponse } from '../../exchange';
import { jsonOf, parametersOf, seesAnswers, seesChooses, seesUnderstands, valueOf, withJson } from '../making';
import { UNBOUND_FOR_THE_REGISTERED } from '../consequences';
import type { Violation } from '../violation';

/** A grant where there is no device, be it bound to something. */
const GRANTED = ['SEQ-38.refused', 'SEQ-39.refused', 'SEES-ERR-09.refused', 'SEES-ERR-10.refused'];

/** A token without a device reaches the client. */
const UNBOUND = [
  'SEQ-38.unbound',
  'SEQ-39.unbound',
  'SEQ-49.unbound',
  'SEES-ERR-09.unbound',
  'SEES-ERR-10.unbound',
  'EP-REC-11.unbound',
];
/** The device of the token is none that the history names for the cookie. */
const NOT_ITS_DEVICE = ['EP-TOK-18.value', 'EP-REC-07', 'EP-REC-10', 'EP-REC-13', 'SEES-ERR-13'];

export const MISSING_BINDINGS: readonly Violation[] = [
  seesChooses(
    {
      id: 'first-device-for-good',
      sentence: 'SEES binds to the device that registered first under a cookie, whichever came after it.',
      breaks: ['SEQ-46', 'EP-REC-12.device'],
      consequences: ['EP-REC-08'],
    },
    (rule) => (events, cookie) => rule(events, cookie, 'first'),
  ),
  seesChooses(
    {
      id: 'cookie-for-a-device',
      sentence: 'SEES binds the title to the cookie itself where no device is registered under it.',
      breaks: [...GRANTED, 'SEQ-40'],
      consequences: NOT_ITS_DEVICE,
    },
    () => (_events, cookie, right) => (right.kind === 'none' ? { kind: 'device', deviceId: cookie } : undefined),
  ),
  seesChooses(
    {
      id: 'last-device-for-want-of-one',
      sentence: 'SEES binds to the device it found last where no device is registered under the cookie.',
      breaks: [...GRANTED, 'SEQ-40'],
      // That device redeems the token, and the history then names it under the cookie.
      consequences: [...NOT_ITS_DEVICE, 'EP-REC-29'],
    },
    () => {
      let last: DeviceChoice | undefined;
      return (_events, _cookie, right) => {
        if (right.kind === 'device') last = right;
        return right.kind === 'none' ? last : undefined;
      };
    },
  ),
  seesAnswers(
    {
      id: 'refused-with-a-url',
      sentence:
        'SEES refuses a cookie without a device, and puts the last token URL for a registration into the refusal.',
      breaks: [...UNBOUND, 'SEES-RES-06'],
      consequences: [],
    },
    () => {
      let last: unknown;
      return (response, request): HttpResponse => {
        const [asked, answer] = [jsonOf(request), jsonOf(response)];
        if (asked?.requestType === 2 && answer?.isAllowed === true) last = answer.epTokenURL;
        if (asked?.requestType !== 3 || answer?.error !== 1020 || last === undefined) return response;
        return withJson(response, { ...answer, epTokenURL: last });
      };
    },
  ),
  {
    id: 'unbound-after-any-event',
    party: 'sees',
    sentence: 'SEES asks for a token without a device where the cookie has events, but none that names a device.',
    breaks: ['SEQ-40'],
    // So it does where the history is made up.
    consequences: ['SEES-ERR-10.unbound', 'SEES-ERR-10.refused', 'EP-TOK-18.value', 'EP-REC-10'],
    seesRules: (rules, applied) => {
      const seen = new Set<string>();
      return {
        ...rules,
        selectDevice: (events, cookie, several) => {
          const choice = rules.selectDevice(events, cookie, several);
          if (choice.kind === 'none' && events.some((event) => event.cookie === cookie)) seen.add(cookie);
          return choice;
        },
        onNoRecord: (question) => {
          const right = rules.onNoRecord(question);
          if (!seen.delete(question.cookie ?? '')) return right;
          applied();
          return 'ask-unbound';
        },
      };
    },
  },
  {
    id: 'registering-counts-as-registered',
    party: 'sees',
    sentence:
      'SEES takes the cookie of a registration it handed out a URL for as registered, whatever the records say.',
    breaks: ['SEQ-39.unbound', 'SEQ-49.unbound', 'EP-REC-11.unbound'],
    // The same grants seen as lacking refusals; and where the history is made up.
    consequences: [...UNBOUND_FOR_THE_REGISTERED, 'SEQ-39.refused', 'EP-REC-29'],
    sees: (handler, applied) => {
      const registering = new Set<unknown>();
      return async (request) => {
        const response = await handler(request);
        const [asked, answer] = [jsonOf(request), jsonOf(response)];
        if (asked?.requestType === 2 && answer?.isAllowed === true) registering.add(asked.customerCookie);
        if (asked?.requestType !== 3 || answer?.error !== 1020 || !registering.has(asked.customerCookie))
          return response;
        applied();
        return handler(withJson(request, { ...asked, requestType: 2 }));
      };
    },
  },
  seesUnderstands(
    {
      id: 'absence-kept',
      sentence: 'SEES keeps it for good that a cookie has no device.',
      breaks: ['SEQ-49.succeeds'],
      consequences: [],
    },
    'record',
    () => {
      const kept = new Map<string, HttpResponse>();
      return (answer, request) => {
        const cookie = valueOf(parametersOf(request), 'cookie') ?? '';
        const before = kept.get(cookie);
        if (before !== undefined) return before;
        if (answer.status === 200 && answer.body.toString() === '[]') kept.set(cookie, answer);
        return answer;
      };
    },
  ),
];
