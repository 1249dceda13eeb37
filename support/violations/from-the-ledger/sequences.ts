import { AsyncLocalStorage } from 'node:async_hooks';
import { jsonOf, seesAnswers, withJson } from '../making';
import { UNBOUND_FOR_THE_REGISTERED } from '../consequences';
import type { Violation } from '../violation';

const begun = new AsyncLocalStorage<boolean>();

export const SEQUENCES: readonly Violation[] = [
  {
    id: 'unbound-while-registering',
    party: 'sees',
    sentence: 'SEES asks for an unbound token where the record of a registration that it began does not show.',
    breaks: ['SEQ-39.unbound', 'SEQ-39.refused', 'SEQ-49.unbound', 'EP-REC-11.unbound'],
    // Every other reason for which a registered cookie has no device ends the same way.
    consequences: UNBOUND_FOR_THE_REGISTERED,
    sees: (handler) => {
      const registering = new Set<unknown>();
      return (request) => {
        const { requestType, customerCookie } = jsonOf(request) ?? {};
        if (requestType === 2) registering.add(customerCookie);
        return begun.run(registering.has(customerCookie), () => handler(request));
      };
    },
    seesRules: (rules, applied) => ({
      ...rules,
      onNoRecord: (question) => {
        // Unknown: SEES itself is out of sight and this one only shadows it.
        if (begun.getStore() === false) return rules.onNoRecord(question);
        applied();
        return 'ask-unbound';
      },
    }),
  },
  seesAnswers(
    {
      id: 'registration-used-up',
      sentence: 'SEES lets a registration serve for the first content only.',
      breaks: ['SEQ-44'],
      consequences: [],
    },
    () => {
      const served = new Map<unknown, unknown>();
      return (response, request) => {
        const { requestType, customerCookie, contentID } = jsonOf(request) ?? {};
        const answer = jsonOf(response);
        if (requestType !== 3 || answer?.isAllowed !== true) return response;
        if (!served.has(customerCookie)) served.set(customerCookie, contentID);
        if (served.get(customerCookie) === contentID) return response;
        return withJson(response, {
          ...answer,
          isAllowed: false,
          epTokenURL: '',
          error: 1020,
          errorText: 'No device is registered.',
        });
      };
    },
  ),
  seesAnswers(
    {
      id: 'message-id-of-the-type-before',
      sentence: 'SEES repeats the messageID of the request before where the type of request changes.',
      breaks: ['SEQ-51.paired'],
      consequences: ['SEES-RES-01'],
    },
    () => {
      let before: { readonly type: unknown; readonly messageID: unknown } | undefined;
      return (response, request) => {
        const { requestType, messageID } = jsonOf(request) ?? {};
        const answer = jsonOf(response);
        const last = before;
        before = { type: requestType, messageID };
        if (answer === undefined || last?.type !== 2 || requestType !== 1) return response;
        return withJson(response, { ...answer, messageID: last.messageID });
      };
    },
  ),
];
