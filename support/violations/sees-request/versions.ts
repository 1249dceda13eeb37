import { jsonOf, seesAnswers, seesAnswersJson, withText } from '../making';
import { isJsonObject } from '../../protocol';
import type { Violation } from '../violation';
import { isArray, reads } from './reads';

const OF_ITS_OWN = { property: 'version', as: () => 1 };

/** Versions that are none, and versions of the future. */
export const VERSIONS: readonly Violation[] = [
  reads('version-assumed', 'SEES takes a time-based request without version for one of version 1.', {
    ...OF_ITS_OWN,
    where: (value, { requestType }) => value === undefined && requestType === 1,
    breaks: ['SEES-REQ-03'],
  }),
  reads('version-of-registration-assumed', 'SEES takes a registration without version for one of version 1.', {
    ...OF_ITS_OWN,
    where: (value, { requestType }) => value === undefined && requestType === 2,
    breaks: ['SEES-REQ-03'],
  }),
  reads('version-null-assumed', 'SEES takes a version of null for 1.', {
    ...OF_ITS_OWN,
    where: (value) => value === null,
    breaks: ['SEES-REQ-07'],
  }),
  reads('version-cut-to-integer', 'SEES cuts a version of 1.5 to 1.', {
    ...OF_ITS_OWN,
    where: (value) => typeof value === 'number' && !Number.isInteger(value) && Math.trunc(value) === 1,
    breaks: ['SEES-REQ-07'],
  }),
  reads('version-true-is-one', 'SEES takes a version of true for 1, because they are equal to it.', {
    ...OF_ITS_OWN,
    where: (value) => value === true,
    breaks: ['SEES-REQ-07'],
  }),
  reads('version-array-is-one', 'SEES takes a version of [1] for 1, because they are equal to it.', {
    ...OF_ITS_OWN,
    where: (value) => isArray(value) && String(value) === '1',
    breaks: ['SEES-REQ-07'],
  }),
  reads('version-object-ignored', 'SEES takes an object as version for no matter and goes on.', {
    ...OF_ITS_OWN,
    where: isJsonObject,
    breaks: ['SEES-REQ-07'],
  }),
  reads('version-text-read', 'SEES reads a version of "1" although its operator says that it does not.', {
    ...OF_ITS_OWN,
    where: (value) => value === '1',
    breaks: ['SEES-REQ-07'],
    settings: { readings: { 'request.stringVersion': 'deny' } },
  }),
  reads('version-text-refused', 'SEES refuses a version of "1" although its operator says that it reads it.', {
    property: 'version',
    where: (value) => value === '1',
    as: () => null,
    breaks: ['SEES-REQ-07'],
    settings: { readings: { 'request.stringVersion': 'accept' } },
  }),
  reads('version-zero-granted', 'SEES grants requests of version 0 as those of version 1.', {
    ...OF_ITS_OWN,
    where: (value) => value === 0,
    breaks: ['SEES-REQ-10'],
  }),
  reads('version-below-zero-granted', 'SEES grants requests of a version below 0 as those of version 1.', {
    ...OF_ITS_OWN,
    where: (value) => typeof value === 'number' && value < 0,
    breaks: ['SEES-REQ-10'],
  }),
  seesAnswersJson(
    {
      id: 'version-one-in-refusal-of-zero',
      sentence: 'SEES refuses a request of version 0 with an answer of version 1.',
      breaks: ['SEES-REQ-10'],
      consequences: [],
    },
    (answer, { version }) => (version === 0 ? { ...answer, version: 1 } : answer),
  ),
  seesAnswersJson(
    {
      id: 'version-higher-than-asked',
      sentence: 'SEES answers requests of version 2 in its newest version, 3.',
      breaks: ['SEES-REQ-09'],
      consequences: [],
    },
    (answer, { version }) => (version === 2 ? { ...answer, version: 3 } : answer),
  ),
  seesAnswersJson(
    {
      id: 'version-as-text-to-newer',
      sentence: 'SEES writes the version as text in answers to requests of another version than its own.',
      breaks: ['SEES-REQ-09'],
      consequences: [],
    },
    (answer, { version }) =>
      typeof version === 'number' && version > 1 ? { ...answer, version: String(answer.version) } : answer,
  ),
  seesAnswersJson(
    {
      id: 'version-missing-to-newer',
      sentence: 'SEES leaves the version out of answers to the highest version there is.',
      breaks: ['SEES-REQ-09'],
      consequences: [],
    },
    (answer, { version }) => (version === 2_147_483_647 ? { ...answer, version: undefined } : answer),
  ),
  seesAnswers(
    {
      id: 'version-newer-breaks-it',
      sentence: 'SEES answers a request of a version that it does not know with HTTP 500.',
      breaks: ['SEES-REQ-09'],
      consequences: [],
    },
    () => (answer, request) => {
      const version = jsonOf(request)?.version;
      if (typeof version !== 'number' || version < 2) return answer;
      return {
        ...withText(answer, () => 'Internal Server Error'),
        status: 500,
        headers: { 'content-type': 'text/plain' },
      };
    },
  ),
];
