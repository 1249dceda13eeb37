import type { HttpResponse } from '../../exchange';
import { errorOf, parametersOf, valueOf, withText, type Facts } from '../making';
import type { Violation } from '../violation';
import { isFailure, seesDealsWith, type Dealing, type Met } from './upstream';

/** Stands for no device between what SEES reads and what it asks. */
export const NOBODY = 'nobody';

/** SEES asks for a token without a device where the record says this. */
export function unboundWhere(facts: Facts, deal: Dealing): Violation {
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

export const unboundWhen = (facts: Facts, when: (met: Met) => boolean): Violation =>
  unboundWhere(facts, (met, request) =>
    when(met) ? recordOf(valueOf(parametersOf(request), 'cookie') ?? '', NOBODY) : undefined,
  );

export const recordOf = (cookie: string, device: string): HttpResponse => ({
  ...errorOf(0, 200),
  body: Buffer.from(JSON.stringify([{ event_id: 1, cookie, device_id: device }])),
});

export const withDevice =
  (written: string, device: string): Dealing =>
  (met) =>
    isFailure(met)
      ? undefined
      : withText(met, (text) => text.replace(`"device_id":${written}`, `"device_id":"${device}"`));

/** The same where the record has no event at all. */
export function unboundFor(facts: Facts, when: (registered: boolean) => boolean): Violation {
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
export const WITHOUT_DEVICE = ['EP-TOK-18.value', 'EP-REC-07'];
/** Where no answer came, none came before the token request. */
export const UNANSWERED = [...WITHOUT_DEVICE, 'EP-REC-06'];
/** A grant is no refusal. */
export const refusedToo = (requirement: string): string[] => [`${requirement}.unbound`, `${requirement}.refused`];
