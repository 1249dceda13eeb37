import { isJsonObject } from '../../protocol';
import { REFUSALS } from '../../reference';
import type { Json } from '../making';
import type { Violation } from '../violation';
import { asksInVain, grantsAfterAll } from './last-granted';
import { asText, isArray, reads } from './reads';

const UNKNOWN = REFUSALS.contentUnknown.error;
const MALFORMED = REFUSALS.malformed([]).error;

/** SEES grants the last title again where the contentID is no name of one. */
function lastTitle(id: string, what: string, check: string, where: (value: unknown) => boolean): Violation {
  const sentence = `SEES grants the title that it granted last where ${what}.`;
  return grantsAfterAll({ id, sentence, breaks: [check], consequences: [] }, ({ contentID, ...asked }, error, last) =>
    asked.requestType === 1 && where(contentID) && (error === MALFORMED || error === UNKNOWN)
      ? { ...asked, contentID: last.contentID }
      : undefined,
  );
}

const otherTitle =
  (requestType: number) =>
  (asked: Json, error: unknown, last: Json): Json | undefined =>
    error === UNKNOWN && asked.requestType === requestType && asked.contentID !== ''
      ? { ...asked, contentID: last.contentID }
      : undefined;

/** ContentIDs that are none, and those that SEES does not know. */
export const TITLES: readonly Violation[] = [
  lastTitle('title-absent-is-last', 'the contentID is missing', 'SEES-REQ-04', (value) => value === undefined),
  lastTitle('title-null-is-last', 'the contentID is null', 'SEES-REQ-06', (value) => value === null),
  lastTitle('title-empty-is-last', 'the contentID is empty', 'SEES-REQ-06', (value) => value === ''),
  lastTitle('title-number-is-last', 'the contentID is a number', 'SEES-REQ-06', (value) => typeof value === 'number'),
  lastTitle('title-boolean-is-last', 'the contentID is true', 'SEES-REQ-06', (value) => value === true),
  lastTitle('title-object-is-last', 'the contentID is an object', 'SEES-REQ-06', isJsonObject),
  grantsAfterAll(
    {
      id: 'registration-without-title',
      sentence: 'SEES registers requests without a contentID.',
      breaks: ['SEES-REQ-04'],
      consequences: [],
    },
    (asked, error, last) =>
      error === MALFORMED && asked.requestType === 2 && !('contentID' in asked)
        ? { ...asked, contentID: last.contentID }
        : undefined,
  ),
  reads('title-array-joined', 'SEES takes an array of one contentID for the title in it.', {
    property: 'contentID',
    where: isArray,
    as: asText,
    breaks: ['SEES-REQ-06'],
  }),
  grantsAfterAll(
    {
      id: 'unknown-title-for-a-time-granted',
      sentence: 'SEES answers a time-based request for a title that it does not know with the last one it granted.',
      breaks: ['SEES-REQ-16.grant'],
      consequences: [],
    },
    otherTitle(1),
  ),
  grantsAfterAll(
    {
      id: 'unknown-bound-title-granted',
      sentence: 'SEES answers a device-bound request for a title that it does not know with the last one it granted.',
      breaks: ['SEES-REQ-16.grant'],
      consequences: [],
    },
    otherTitle(3),
  ),
  asksInVain(
    {
      id: 'token-asked-before-title-known',
      sentence: 'SEES asks for a token before it looks whether it knows the title.',
      breaks: ['SEES-REQ-16.calls'],
      consequences: [],
    },
    otherTitle(1),
  ),
  asksInVain(
    {
      id: 'device-looked-up-before-title-known',
      sentence: 'SEES asks for a bound token before it looks whether it knows the title.',
      breaks: ['SEES-REQ-16.calls'],
      consequences: [],
    },
    otherTitle(3),
  ),
];
