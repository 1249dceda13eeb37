import type { Flaw } from '../../exchange';
import type { FlawedRequest } from './flawed-request';

/** Bodies that are no JSON object, by the words of a table, each made out of a valid one. */
const BODIES: Readonly<Record<string, (text: string) => string | Buffer>> = {
  'no body': () => '',
  'words that are no JSON': () => 'messageID: 1, version: 1',
  'JSON that breaks off': (text) => text.slice(0, -Math.ceil(text.length / 3)),
  'an array that holds the request': (text) => `[${text}]`,
  'the request and words behind it': (text) => `${text} and so on`,
  'the request as a JSON text': (text) => JSON.stringify(text),
  'a number': () => '42',
  null: () => 'null',
  'bytes that are no UTF-8': (text) => Buffer.concat([Buffer.from([0xff, 0xfe, 0xc3]), Buffer.from(text)]),
};

/** @throws {Error} when the words name no body */
export function bodyFlaw(words: string): FlawedRequest {
  const body = BODIES[words];
  if (body === undefined) {
    throw new Error(`no body is known as "${words}"; there are: ${Object.keys(BODIES).join(', ')}`);
  }
  return { flaw: flawOf('body', words, `the body is ${words}`), differ: { body } };
}

/** The same data by another method; in the query where a body would be out of place. */
export function methodFlaw(method: string, valid: Readonly<Record<string, unknown>>): FlawedRequest {
  const flaw = flawOf('method', method, `the method is ${method}`);
  if (method === 'PUT') return { flaw, differ: { method } };
  const query = Object.fromEntries(Object.entries(valid).map(([name, value]) => [name, String(value)]));
  return { flaw, differ: { method, body: () => '', headers: { accept: 'application/json' }, query } };
}

/** The same body under another label; `none`: under none. */
export function contentTypeFlaw(type: string): FlawedRequest {
  const label = type === 'none' ? {} : { 'content-type': type };
  return {
    flaw: flawOf('content-type', type, type === 'none' ? 'there is no content type' : `the content type is ${type}`),
    differ: { headers: { ...label, accept: 'application/json' } },
  };
}

function flawOf(kind: string, words: string, sentence: string): Flaw {
  const tail = words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return { id: `${kind}-${tail}`, sentence };
}
