import { isJsonObject } from '../../protocol';
import type { Violation } from '../violation';
import { asText, is, isArray, reads } from './reads';

const OWN = '6c1f0e8a-2f53-4c0b-9d0e-0b8a8f6f7d21';
const BREAKS = { property: 'messageID', breaks: ['SEES-REQ-05'] };

/** Ways to make a messageID of what is none. */
export const MESSAGE_IDS: readonly Violation[] = [
  reads('message-id-made-up', 'SEES makes up a messageID for a time-based request that has none.', {
    property: 'messageID',
    where: (value, { requestType }) => value === undefined && requestType === 1,
    as: () => OWN,
    breaks: ['SEES-REQ-02'],
  }),
  reads('message-id-made-up-for-bound', 'SEES misses the messageID of time-based requests alone.', {
    property: 'messageID',
    where: (value, { requestType }) => value === undefined && requestType !== 1,
    as: () => OWN,
    breaks: ['SEES-REQ-02'],
  }),
  reads('message-id-null-made-up', 'SEES takes a messageID of null for none and makes one up.', {
    ...BREAKS,
    where: is(null),
    as: () => OWN,
  }),
  reads('message-id-number-as-text', 'SEES reads a number as messageID by writing it as text.', {
    ...BREAKS,
    where: (value) => typeof value === 'number',
    as: asText,
  }),
  reads('message-id-boolean-as-text', 'SEES reads true as messageID by writing it as text.', {
    ...BREAKS,
    where: is(true),
    as: asText,
  }),
  reads('message-id-object-as-text', 'SEES writes an object that stands for the messageID as text and goes on.', {
    ...BREAKS,
    where: isJsonObject,
    as: asText,
  }),
  reads('message-id-array-joined', 'SEES takes an array of one text for the messageID in it.', {
    ...BREAKS,
    where: isArray,
    as: asText,
  }),
];
