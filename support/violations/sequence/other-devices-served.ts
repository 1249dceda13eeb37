import { decision, type Facts } from '../making';
import type { Violation } from '../violation';

/** Refused by the right service because the id is not that of the token. */
const WRONG_DEVICE = ['SEQ-35', 'SEQ-42', 'EP-LIC-06'];

/** A way to compare device ids that some devices get through who should not. */
function comparing(facts: Facts, memory: () => (bound: string, presented: string) => boolean): Violation {
  return {
    ...facts,
    party: 'expressplay',
    expressplayRules: (rules, applied) => {
      const same = memory();
      return {
        ...rules,
        deviceMatches: (bound, presented) => {
          const right = rules.deviceMatches(bound, presented);
          return decision(right, presented === undefined ? undefined : same(bound, presented), applied);
        },
      };
    },
  };
}

/** The ids are compared after this was done to each. */
function comparingBy(id: string, sentence: string, key: (deviceId: string) => unknown): Violation {
  const facts = { id, sentence, breaks: WRONG_DEVICE, consequences: [] };
  return comparing(facts, () => (bound, presented) => key(bound) === key(presented));
}

export const OTHER_DEVICES_SERVED: readonly Violation[] = [
  comparingBy('ids-compared-as-numbers', 'ExpressPlay compares device ids as floating point numbers.', (deviceId) =>
    Number(`0x${deviceId}`),
  ),
  comparingBy(
    'ids-compared-by-their-start',
    'ExpressPlay compares device ids up to a column width of 32 characters.',
    (deviceId) => deviceId.slice(0, 32),
  ),
  comparingBy('ids-compared-by-their-end', 'ExpressPlay compares the last eight digits of device ids.', (deviceId) =>
    deviceId.slice(-8),
  ),
  comparingBy(
    'ids-compared-in-short',
    'ExpressPlay compares device ids in the short form, with dots for their middle.',
    (deviceId) => `${deviceId.slice(0, 8)}...${deviceId.slice(-8)}`,
  ),
  comparing(
    {
      id: 'comparison-once-is-enough',
      sentence: 'ExpressPlay compares devices until the right one has come once, and serves whoever comes after it.',
      breaks: [...WRONG_DEVICE, 'EP-LIC-16'],
      // Of two devices under one cookie both are served; so is a device that comes with a random id.
      consequences: ['SEQ-46', 'EP-LIC-22'],
    },
    () => {
      const seen = new Set<string>();
      return (bound, presented) => {
        if (bound === presented) seen.add(bound);
        return seen.has(bound);
      };
    },
  ),
  comparing(
    {
      id: 'any-bound-device-will-do',
      sentence: 'ExpressPlay gives a license for a bound token to every device that some token is bound to.',
      breaks: ['SEQ-41'],
      consequences: [],
    },
    () => {
      const bindings = new Set<string>();
      return (bound, presented) => {
        bindings.add(bound);
        return bindings.has(presented);
      };
    },
  ),
];
