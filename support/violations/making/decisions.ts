import type { DeviceChoice, EventDraft, RecordedEvent, Redemption, SeesRules } from '../../reference';
import type { Applied, Violation } from '../violation';
import type { Note } from './answers';

/** The wrong decision, unless there is none or it is the right one. */
export function decision<T>(right: T, wrong: T | undefined, applied: Applied): T {
  if (wrong === undefined || JSON.stringify(wrong) === JSON.stringify(right)) return right;
  applied();
  return wrong;
}

type Choose = SeesRules['selectDevice'];

/** @returns undefined: the right choice */
export type WrongChoice = (
  events: readonly RecordedEvent[],
  cookie: string,
  right: DeviceChoice,
  several: Parameters<Choose>[2],
) => DeviceChoice | undefined;

/** SEES finds another device in an answer of the record service. @param memory makes the choice for each SEES anew */
export function seesChooses(note: Note, memory: (rule: Choose) => WrongChoice): Violation {
  return {
    consequences: [],
    ...note,
    party: 'sees',
    seesRules: (rules, applied) => {
      const choose = memory(rules.selectDevice);
      return {
        ...rules,
        selectDevice: (events, cookie, several) => {
          const right = rules.selectDevice(events, cookie, several);
          return decision(right, choose(events, cookie, right, several), applied);
        },
      };
    },
  };
}

/** @returns undefined: the right event */
export type WrongEvent = (redemption: Redemption, right: EventDraft) => EventDraft | undefined;

/** ExpressPlay logs another event for a redemption. @param memory makes what is logged for each service anew */
export function serviceLogs(note: Note, memory: () => WrongEvent): Violation {
  return {
    consequences: [],
    ...note,
    party: 'expressplay',
    expressplayRules: (rules, applied) => {
      const log = memory();
      return {
        ...rules,
        eventOf: (redemption) => {
          const right = rules.eventOf(redemption);
          return decision(right, log(redemption, right), applied);
        },
      };
    },
  };
}
