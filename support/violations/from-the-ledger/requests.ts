import { jsonOf, seesReads, seesReadsJson, withJson } from '../making';
import type { Violation } from '../violation';

export const REQUESTS: readonly Violation[] = [
  seesReadsJson(
    {
      id: 'content-id-cut-to-its-column',
      sentence: 'SEES looks contents up by the first 36 characters of contentID, as long as its column is.',
      breaks: ['SEES-REQ-16.grant'],
      consequences: ['SEES-REQ-16.calls'],
    },
    (request) =>
      typeof request.contentID === 'string' && request.contentID.length > 36
        ? { ...request, contentID: request.contentID.slice(0, 36) }
        : request,
  ),
  seesReadsJson(
    {
      id: 'version-rounded-down',
      sentence: 'SEES rounds a fractional version down.',
      breaks: ['SEES-REQ-07'],
      consequences: [],
    },
    (request) =>
      typeof request.version === 'number' && !Number.isInteger(request.version)
        ? { ...request, version: Math.floor(request.version) }
        : request,
  ),
  seesReadsJson(
    {
      id: 'request-type-text-parsed',
      sentence: 'SEES takes a requestType that is text for the number the text spells.',
      breaks: ['SEES-REQ-15.refused'],
      consequences: [],
    },
    (request) =>
      typeof request.requestType === 'string' && /^\d+$/.test(request.requestType)
        ? { ...request, requestType: Number(request.requestType) }
        : request,
  ),
  seesReadsJson(
    {
      id: 'request-type-wraps-around',
      sentence: 'SEES keeps requestType in 32 bits, so that 4294967297 counts as 1.',
      breaks: ['SEES-REQ-14'],
      consequences: [],
    },
    (request) =>
      typeof request.requestType === 'number' &&
      Number.isInteger(request.requestType) &&
      (request.requestType | 0) !== request.requestType
        ? { ...request, requestType: request.requestType | 0 }
        : request,
  ),
  seesReadsJson(
    {
      id: 'number-as-cookie',
      sentence: 'SEES takes a customerCookie that is a number for its digits.',
      breaks: ['SEES-REQ-23'],
      consequences: [],
    },
    (request) =>
      typeof request.customerCookie === 'number'
        ? { ...request, customerCookie: String(request.customerCookie) }
        : request,
  ),
  seesReads(
    {
      id: 'array-of-one-request',
      sentence: 'SEES takes an array of one request for the request.',
      breaks: ['SEES-REQ-29.grant'],
      consequences: [],
    },
    () => (request) => {
      const read = jsonOf({ body: Buffer.from(request.body.toString('utf8').replace(/^\s*\[(.*)\]\s*$/s, '$1')) });
      return read === undefined || jsonOf(request) !== undefined ? request : withJson(request, read);
    },
  ),
  seesReads(
    {
      id: 'text-after-the-request-ignored',
      sentence: 'SEES stops reading where the JSON object ends and ignores what follows.',
      breaks: ['SEES-REQ-29.grant'],
      consequences: [],
    },
    () => (request) => {
      const text = request.body.toString('utf8');
      if (text.length > 65_536 || jsonOf(request) !== undefined) return request;
      for (let end = text.indexOf('}'); end >= 0; end = text.indexOf('}', end + 1)) {
        const read = { ...request, body: Buffer.from(text.slice(0, end + 1)) };
        if (jsonOf(read) !== undefined) return read;
      }
      return request;
    },
  ),
];
