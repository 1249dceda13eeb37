import { DEVICE_ID_PARAMETER as NAME } from '../../protocol';
import { seesAsksWith, valueOf, type Facts, type Parameters } from '../making';
import type { Violation } from '../violation';
import { added, isBound, isWrapped, renamed, rewritten, twice, where } from './parameters';

/** The title is one that no device has a license for in the end: what is wrong shows in the token request alone. */
const aside = (parameters: Parameters): boolean => isWrapped(parameters) && isBound(parameters);

const restriction = (facts: Facts, value: (right: string) => string | undefined): Violation =>
  seesAsksWith(facts, 'token', where(aside, rewritten(NAME, value)));

/** EP-REC-07 judges the same device id from the record's side. */
const BY_THE_RECORD = ['EP-REC-07'];

/** The device that a token is bound to. */
export const DEVICES: readonly Violation[] = [
  restriction(
    {
      id: 'device-left-out-where-wrapped',
      sentence: 'SEES forgets the device where the key of a title is wrapped.',
      breaks: ['EP-TOK-18.value'],
      consequences: BY_THE_RECORD,
    },
    () => undefined,
  ),
  restriction(
    {
      id: 'device-without-a-value',
      sentence: 'SEES sends an empty device id where the key of a title is wrapped.',
      breaks: ['EP-TOK-18.value'],
      consequences: BY_THE_RECORD,
    },
    () => '',
  ),
  restriction(
    {
      id: 'device-cut-to-sixteen-bytes',
      sentence: 'SEES cuts the device id to the length that another DRM has.',
      breaks: ['EP-TOK-18.value'],
      consequences: BY_THE_RECORD,
    },
    (right) => right.slice(0, 32),
  ),
  restriction(
    {
      id: 'device-as-a-number',
      sentence: 'SEES loses the last digits of the device id, which it takes for a number.',
      breaks: ['EP-TOK-18.value'],
      consequences: BY_THE_RECORD,
    },
    (right) => BigInt(Math.round(Number(`0x${right}`))).toString(16),
  ),
  seesAsksWith(
    {
      id: 'device-under-two-names',
      sentence: 'SEES names the device under both names it knows.',
      breaks: ['EP-TOK-18.value'],
      consequences: [],
    },
    'token',
    (parameters) =>
      aside(parameters) ? added(['device_id', valueOf(parameters, NAME) ?? ''])(parameters) : parameters,
  ),
  seesAsksWith(
    {
      id: 'device-twice',
      sentence: 'SEES names the device twice.',
      breaks: ['EP-TOK-18.value', 'EP-TOK-22'],
      consequences: [],
    },
    'token',
    where(aside, twice(NAME)),
  ),
  restriction(
    {
      id: 'device-in-upper-case',
      sentence: 'SEES writes the device id in upper case.',
      breaks: ['EP-TOK-18.bytes'],
      consequences: [],
    },
    (right) => right.toUpperCase(),
  ),
  restriction(
    {
      id: 'device-as-base-sixty-four',
      sentence: 'SEES writes the device id in base64.',
      breaks: ['EP-TOK-18.bytes'],
      consequences: [],
    },
    (right) => Buffer.from(right, 'hex').toString('base64'),
  ),
  restriction(
    {
      id: 'device-with-a-blank',
      sentence: 'SEES leaves a blank behind the device id.',
      breaks: ['EP-TOK-18.bytes'],
      consequences: [],
    },
    (right) => `${right} `,
  ),
  seesAsksWith(
    {
      id: 'device-under-a-hyphenated-name',
      sentence: 'SEES calls the device id device-id where a key is wrapped.',
      breaks: ['EP-TOK-19'],
      consequences: [],
    },
    'token',
    where(aside, renamed(NAME, 'device-id')),
  ),
  seesAsksWith(
    {
      id: 'device-under-a-capital-name',
      sentence: 'SEES calls the device id DeviceID where a key is wrapped.',
      breaks: ['EP-TOK-19'],
      consequences: [],
    },
    'token',
    where(aside, renamed(NAME, 'DeviceID')),
  ),
  seesAsksWith(
    {
      id: 'device-under-a-name-of-its-own',
      sentence: 'SEES calls the device id udid where a key is wrapped.',
      breaks: ['EP-TOK-19'],
      consequences: [],
    },
    'token',
    where(aside, renamed(NAME, 'udid')),
  ),
  {
    id: 'registration-bound-to-known-device',
    party: 'sees',
    sentence: 'SEES binds a new registration under a cookie to the device that it knows of it.',
    breaks: ['EP-TOK-20.registration'],
    consequences: [],
    seesRules: (rules, applied) => {
      const known = new Map<string, string>();
      return {
        ...rules,
        asksFor: (facts, question) => {
          const right = rules.asksFor(facts, question);
          const { cookie, deviceId } = right;
          if (cookie !== undefined && deviceId !== undefined) known.set(cookie, deviceId);
          const device = known.get(cookie ?? '');
          if (question.requestType !== 2 || device === undefined) return right;
          applied();
          return { ...right, deviceId: device };
        },
      };
    },
  },
  {
    id: 'rental-bound-to-last-device',
    party: 'sees',
    sentence: 'SEES binds a rental for a time to the device that it bound a token to last.',
    breaks: ['EP-TOK-20.time'],
    consequences: [],
    seesRules: (rules, applied) => {
      let last: string | undefined;
      return {
        ...rules,
        asksFor: (facts, question) => {
          const right = rules.asksFor(facts, question);
          last = right.deviceId ?? last;
          if (question.requestType !== 1 || right.content.rentalDuration === undefined || last === undefined)
            return right;
          applied();
          return { ...right, deviceId: last };
        },
      };
    },
  },
  seesAsksWith(
    {
      id: 'any-device-for-a-time',
      sentence: 'SEES says that any device will do where a key is wrapped and the token is for a time.',
      breaks: ['EP-TOK-20.time'],
      consequences: [],
    },
    'token',
    where((parameters) => isWrapped(parameters) && !isBound(parameters), added([NAME, '*'])),
  ),
];
