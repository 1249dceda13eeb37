import type { HttpResponse } from '../../support/exchange';
import type { RecordedRequest, Recording } from './recording';

/** One assertion about an answer. */
export type Expectation =
  | { readonly kind: 'status'; readonly is: number }
  | { readonly kind: 'content-type'; readonly is: string | undefined }
  /** The body is JSON, and this is what it is. */
  | { readonly kind: 'json'; readonly is: 'object' | 'array' }
  | { readonly kind: 'type'; readonly member: string; readonly is: 'string' | 'number' | 'boolean' }
  | { readonly kind: 'member'; readonly member: string; readonly is: string | number | boolean }
  | { readonly kind: 'member-matches'; readonly member: string; readonly pattern: RegExp }
  | { readonly kind: 'body-matches'; readonly pattern: RegExp }
  | { readonly kind: 'body-lacks'; readonly text: string }
  | { readonly kind: 'some-bytes' };

const TOKEN_URL = /^https?:\/\/[^/]+\/hms\/fp\/rights\/\?ExpressPlayToken=[\w-]+/u;

/**
 * What a tester would write down about this answer, about as much as our checks look at in an exchange of its kind: values
 * where they are always the same, forms where they are not.
 */
export function expectationsOf(request: RecordedRequest, answer: HttpResponse, recording: Recording): Expectation[] {
  const seen: Expectation[] = [
    { kind: 'status', is: answer.status },
    { kind: 'content-type', is: answer.headers['content-type'] },
  ];
  const text = answer.body.toString();
  const json = jsonIn(text, answer.headers['content-type']);
  switch (request.operation) {
    case 'entitlement':
      return [...seen, ...entitlement(json), ...secrets(request, recording)];
    case 'token':
      return TOKEN_URL.test(text)
        ? [...seen, { kind: 'body-matches', pattern: TOKEN_URL }]
        : [...seen, ...refusal(json)];
    case 'license':
      return answer.status === 200 ? [...seen, { kind: 'some-bytes' }] : [...seen, ...refusal(json)];
    default:
      return Array.isArray(json) ? [...seen, { kind: 'json', is: 'array' }] : [...seen, ...refusal(json)];
  }
}

function entitlement(json: unknown): Expectation[] {
  if (!isObject(json)) return [];
  const { epTokenURL } = json;
  return [
    { kind: 'json', is: 'object' },
    ...['messageID', 'version', 'isAllowed', 'error', 'errorText'].flatMap((name) => typeAndValue(name, json[name])),
    ...(typeof epTokenURL !== 'string'
      ? []
      : [
          { kind: 'type', member: 'epTokenURL', is: 'string' } as const,
          epTokenURL === ''
            ? ({ kind: 'member', member: 'epTokenURL', is: '' } as const)
            : ({ kind: 'member-matches', member: 'epTokenURL', pattern: TOKEN_URL } as const),
        ]),
  ];
}

function typeAndValue(member: string, value: unknown): Expectation[] {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return [];
  return [
    { kind: 'type', member, is: typeof value as 'string' | 'number' | 'boolean' },
    { kind: 'member', member, is: value },
  ];
}

/** What SEES keeps to itself. */
function secrets(request: RecordedRequest, { authenticator, keys }: Recording): Expectation[] {
  const asked = jsonIn(request.body.toString(), 'json');
  const key = isObject(asked) && typeof asked.contentID === 'string' ? keys.get(asked.contentID) : undefined;
  return [authenticator, key].flatMap((text) => (text === undefined ? [] : [{ kind: 'body-lacks', text }]));
}

function refusal(json: unknown): Expectation[] {
  return isObject(json) ? typeAndValue('errorCode', json.errorCode).slice(1) : [];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function jsonIn(text: string, contentType = ''): unknown {
  if (!contentType.includes('json')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
