import { jsonOf, seesAnswers, seesAnswersJson, withText, type Json } from '../making';
import type { Violation } from '../violation';
import { is, isArray, reads } from './reads';

const DENY = { readings: { 'requestType.default': 'deny' } };
const TIME_BASED = { property: 'requestType', as: () => 1 };
const BOUND = { property: 'requestType', as: () => 3 };

const typeless = (asked: Json): boolean => 'messageID' in asked && !('requestType' in asked);

/** Request types that there are none of. */
export const REQUEST_TYPES: readonly Violation[] = [
  reads('type-four-is-time-based', 'SEES takes every type above 3 for time-based.', {
    ...TIME_BASED,
    where: (value) => typeof value === 'number' && Number.isInteger(value) && value > 3,
    breaks: ['SEES-REQ-14'],
  }),
  reads('type-four-is-bound', 'SEES takes type 4 for a bound title, as every type from 3 on.', {
    ...BOUND,
    where: is(4),
    breaks: ['SEES-REQ-14'],
  }),
  reads('type-without-its-sign', 'SEES takes type -1 for 1.', {
    ...TIME_BASED,
    where: is(-1),
    breaks: ['SEES-REQ-14'],
  }),
  reads('type-cut-to-its-low-bits', 'SEES keeps 32 bits of a type, so that 4294967297 is 1.', {
    property: 'requestType',
    where: (value) =>
      typeof value === 'number' && Number.isInteger(value) && value !== Number(BigInt.asIntN(32, BigInt(value))),
    as: (value) => Number(BigInt.asIntN(32, BigInt(Number(value)))),
    breaks: ['SEES-REQ-14'],
  }),
  reads(
    'type-zero-granted',
    'SEES grants type 0 as time-based although its operator says that an absent type is refused.',
    {
      ...TIME_BASED,
      where: is(0),
      breaks: ['SEES-REQ-14'],
      settings: DENY,
    },
  ),
  reads(
    'type-null-granted',
    'SEES grants a type of null as time-based although its operator says that an absent type is refused.',
    {
      ...TIME_BASED,
      where: is(null),
      breaks: ['SEES-REQ-15.refused'],
      settings: DENY,
    },
  ),
  reads(
    'type-absent-granted',
    'SEES grants requests without a type although its operator says that they are refused.',
    {
      ...TIME_BASED,
      where: is(undefined),
      breaks: ['SEES-REQ-01.outcome'],
      settings: DENY,
    },
  ),
  reads('type-text-is-time-based', 'SEES takes a type that is a text for time-based.', {
    ...TIME_BASED,
    where: (value) => typeof value === 'string',
    breaks: ['SEES-REQ-15.unbound', 'SEES-REQ-15.refused'],
  }),
  reads('type-fraction-is-time-based', 'SEES takes a type of 3.5 for none that it knows, and that for time-based.', {
    ...TIME_BASED,
    where: (value) => typeof value === 'number' && !Number.isInteger(value),
    breaks: ['SEES-REQ-15.unbound', 'SEES-REQ-15.refused'],
  }),
  reads('type-fraction-cut', 'SEES cuts a type of 3.5 to 3.', {
    ...BOUND,
    where: is(3.5),
    breaks: ['SEES-REQ-15.refused'],
  }),
  reads('type-text-read', 'SEES reads a type that is the text "3" as 3.', {
    ...BOUND,
    where: is('3'),
    breaks: ['SEES-REQ-15.refused'],
  }),
  reads('type-true-is-one', 'SEES takes a type of true for 1, because they are equal to it.', {
    ...TIME_BASED,
    where: is(true),
    breaks: ['SEES-REQ-15.refused'],
  }),
  reads('type-array-is-three', 'SEES takes a type of [3] for 3, because they are equal to it.', {
    ...BOUND,
    where: (value) => isArray(value) && String(value) === '3',
    breaks: ['SEES-REQ-15.refused'],
  }),
  seesAnswers(
    {
      id: 'type-absent-breaks-it',
      sentence: 'SEES answers a request without a type with HTTP 500.',
      breaks: ['SEES-REQ-01.answer'],
      consequences: [],
    },
    () => (answer, request) => {
      if (!typeless(jsonOf(request) ?? {})) return answer;
      return {
        ...withText(answer, () => 'Internal Server Error'),
        status: 500,
        headers: { 'content-type': 'text/plain' },
      };
    },
  ),
  seesAnswersJson(
    {
      id: 'type-absent-answer-unpaired',
      sentence: 'SEES leaves the messageID out of the answer to a request without a type.',
      breaks: ['SEES-REQ-01.answer'],
      consequences: [],
    },
    (answer, asked) => (typeless(asked) ? { ...answer, messageID: undefined } : answer),
  ),
  seesAnswersJson(
    {
      id: 'type-absent-version-unread',
      sentence: 'SEES answers a request without a type in a version that it made up.',
      breaks: ['SEES-REQ-01.answer'],
      consequences: [],
    },
    (answer, asked) => (typeless(asked) ? { ...answer, version: 2 } : answer),
  ),
  seesAnswersJson(
    {
      id: 'type-absent-undecided',
      sentence: 'SEES answers a request without a type with a text in place of isAllowed.',
      breaks: ['SEES-REQ-01.answer'],
      consequences: [],
    },
    (answer, asked) => (typeless(asked) ? { ...answer, isAllowed: 'false' } : answer),
  ),
];
