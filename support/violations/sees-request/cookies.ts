import { seesReadsJson, type Json } from '../making';
import { REFUSALS } from '../../reference';
import { isJsonObject } from '../../protocol';
import type { Violation } from '../violation';
import { grantsAfterAll } from './last-granted';
import { asText, is, isArray, reads } from './reads';

type Where = (value: unknown) => boolean;

const of =
  (requestType: number, where: Where) =>
  (value: unknown, request: Json): boolean =>
    request.requestType === requestType && where(value);

const COOKIE = { property: 'customerCookie' };

/** SEES takes a request without a usable cookie for a time-based one. */
function forATime(id: string, requestType: 2 | 3, what: string, where: Where, check: string): Violation {
  const kind = requestType === 2 ? 'a registration' : 'a request for a bound title';
  const sentence = `SEES takes ${kind} ${what} for a time-based request.`;
  return seesReadsJson({ id, sentence, breaks: [check], consequences: [] }, (request) =>
    request.requestType === requestType && where(request.customerCookie)
      ? { ...request, requestType: 1, customerCookie: undefined }
      : request,
  );
}

/** Cookies that are missing or are none. */
export const COOKIES: readonly Violation[] = [
  reads('registration-without-cookie', 'SEES registers a request without a cookie under one that it makes up.', {
    ...COOKIE,
    where: of(2, is(undefined)),
    as: (_, { messageID }) => asText(messageID).slice(0, 32),
    breaks: ['SEES-REQ-18'],
  }),
  forATime('registration-without-cookie-for-a-time', 2, 'without a cookie', is(undefined), 'SEES-REQ-18'),
  reads('device-of-no-cookie-looked-up', 'SEES looks up the device of a cookie that the request does not have.', {
    ...COOKIE,
    where: of(3, is(undefined)),
    as: () => 'undefined',
    breaks: ['SEES-REQ-19'],
  }),
  forATime('bound-without-cookie-for-a-time', 3, 'without a cookie', is(undefined), 'SEES-REQ-19'),
  reads('empty-cookie-made-up', 'SEES registers a request with an empty cookie under one that it makes up.', {
    ...COOKIE,
    where: of(2, is('')),
    as: (_, { messageID }) => asText(messageID).slice(0, 32),
    breaks: ['SEES-REQ-22'],
  }),
  forATime('bound-with-empty-cookie-for-a-time', 3, 'with an empty cookie', is(''), 'SEES-REQ-22'),
  reads('cookie-number-as-text', 'SEES writes a cookie that is a number as text and registers it.', {
    ...COOKIE,
    where: of(2, (value) => typeof value === 'number'),
    as: asText,
    breaks: ['SEES-REQ-23'],
  }),
  reads('cookie-null-as-text', 'SEES registers a cookie of null as the text "null".', {
    ...COOKIE,
    where: of(2, is(null)),
    as: asText,
    breaks: ['SEES-REQ-23'],
  }),
  forATime('bound-with-null-cookie-for-a-time', 3, 'with a cookie of null', is(null), 'SEES-REQ-23'),
  reads('cookie-boolean-as-text', 'SEES registers a cookie of true as the text "true".', {
    ...COOKIE,
    where: of(2, is(true)),
    as: asText,
    breaks: ['SEES-REQ-23'],
  }),
  reads('cookie-object-as-text', 'SEES registers an object that stands for the cookie as the text that it becomes.', {
    ...COOKIE,
    where: of(2, isJsonObject),
    as: asText,
    breaks: ['SEES-REQ-23'],
  }),
  reads('cookie-array-joined', 'SEES looks up the cookie that stands in an array.', {
    ...COOKIE,
    where: of(3, isArray),
    as: asText,
    breaks: ['SEES-REQ-23'],
  }),
  grantsAfterAll(
    {
      id: 'cookie-of-the-client-before',
      sentence: 'SEES keeps the cookie of the last client for one that sends none.',
      breaks: ['SEES-REQ-18', 'SEES-REQ-19', 'SEES-REQ-22'],
      consequences: [],
    },
    (asked, error, last) =>
      error === REFUSALS.cookieMissing.error && typeof last.customerCookie === 'string'
        ? { ...asked, customerCookie: last.customerCookie }
        : undefined,
  ),
];
