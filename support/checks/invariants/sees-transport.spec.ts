import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { knownWith, Story, type Answer } from '../reading/testing/story';
import { judge, rows } from './testing/judge';

const anyStatus = knownWith({ readings: { 'denial.status': 'any' } });

function answered(answer: Answer, stimulus: Parameters<Story['ask']>[0] = {}) {
  return (story: Story) => story.reply(story.ask(stimulus), answer);
}

function granted(changes: Readonly<Record<string, unknown>> = {}, answer: Answer = {}) {
  return (story: Story) => story.grant(story.ask(), changes, answer);
}

function refused(changes: Readonly<Record<string, unknown>> = {}, answer: Answer = {}, stimulus = {}) {
  return (story: Story) => story.refuse(story.ask(stimulus), changes, answer);
}

describe('SEES-TRN-09', () => {
  rows('SEES-TRN-09', [
    ['a grant', 'right', granted()],
    ['a refusal with 403', 'right', refused({}, { status: 403 })],
    ['white space around', 'right', answered({ body: ' {"isAllowed": false}\r\n' })],
    ['extra properties', 'right', granted({ extra: { deep: [1] } })],
    ['an unknown property twice', 'right', answered({ body: '{"isAllowed":false,"x":1,"x":2}' })],
    ['a name inside a nested object again', 'right', answered({ body: '{"isAllowed":false,"x":{"isAllowed":true}}' })],
    ['isAllowed twice', 'wrong', answered({ body: '{"isAllowed":false,"isAllowed":true}' })],
    ['isAllowed twice, once escaped', 'wrong', answered({ body: '{"isAllowed":false,"\\u0069sAllowed":true}' })],
    ['an array', 'wrong', answered({ body: '[]' })],
    ['a bare value', 'wrong', answered({ body: 'true' })],
    ['two objects', 'wrong', answered({ body: '{}{}' })],
    ['HTML', 'wrong', answered({ body: '<html></html>' })],
    ['nothing', 'wrong', answered({ body: '' })],
    ['broken UTF-8', 'wrong', answered({ body: Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]) })],
    ['too deep', 'wrong', answered({ body: `{"x":${'['.repeat(10_000)}${']'.repeat(10_000)}}` })],
    ['too large', 'wrong', answered({ body: `{"x":"${'x'.repeat(1024 * 1024)}"}` })],
    ['a wall of quotation marks', 'wrong', answered({ body: `{"x":"${'\\"'.repeat(400_000)}` })],
    ['an invalid request', 'nothing', answered({ status: 400, body: 'Bad Request' }, { valid: false })],
    ['a request of version 0', 'nothing', answered({ status: 400, body: 'Bad Request' }, { version: 0 })],
    ['throttling', 'nothing', answered({ status: 429, body: 'slow down' })],
    ['out of service', 'nothing', answered({ status: 503, body: 'later' })],
    ['a 502 while ExpressPlay is broken', 'nothing', answered({ status: 502, body: 'oops' }, { fault: '500' })],
    ['a 502 for no reason', 'wrong', answered({ status: 502, body: 'oops' })],
    ['larger than is read', 'wrong', (story) => story.fail(story.ask(), 'too-large')],
    [
      'larger than is read, to an invalid request',
      'nothing',
      (story) => story.fail(story.ask({ valid: false }), 'too-large'),
    ],
    [
      'larger than is read, from a broken upstream',
      'nothing',
      (story) => story.fail(story.ask({ fault: '5xx' }), 'too-large'),
    ],
    ['a transport failure', 'nothing', (story) => story.fail(story.ask())],
    ['a pending request', 'nothing', (story) => void story.ask()],
    ['a client that went away', 'nothing', answered({ body: 'x' }, { aborted: true })],
  ]);

  it('judges every exchange of a scenario', () => {
    const story = new Story();
    story.grant(story.ask());
    story.reply(story.ask(), { body: 'x' });
    const findings = judge('SEES-TRN-09', story);
    assert.deepEqual(
      findings.map(({ verdict, exchange }) => [verdict, exchange]),
      [
        ['right', 1],
        ['wrong', 2],
      ],
    );
  });
});

describe('SEES-TRN-10', () => {
  const labeled = (type: string | undefined) =>
    granted({}, { headers: type === undefined ? {} : { 'content-type': type } });
  rows('SEES-TRN-10', [
    ['plain', 'right', labeled('application/json')],
    ['with a charset', 'right', labeled('application/json; charset=utf-8')],
    ['in capitals', 'right', labeled('Application/JSON;charset=UTF-8')],
    ['text', 'wrong', labeled('text/plain')],
    ['none', 'wrong', labeled(undefined)],
    ['an HTML page, which is the business of SEES-TRN-09', 'nothing', answered({ body: '<html>', headers: {} })],
  ]);
});

const UNKNOWN = { valid: false, flaw: { id: 'content-id-unknown', sentence: 'contentID names no title' } };

describe('SEES-TRN-11', () => {
  rows('SEES-TRN-11', [
    ['a grant with 200', 'right', granted()],
    ['a refusal with 200', 'right', refused()],
    ['a refusal with 403', 'wrong', refused({}, { status: 403 })],
    ['an empty 403', 'wrong', answered({ status: 403 })],
    ['a grant with 201', 'wrong', granted({}, { status: 201 })],
    ['any status: a refusal with 403', 'not-applicable', refused({}, { status: 403 }), anyStatus],
    ['any status: a refusal with 200', 'not-applicable', refused(), anyStatus],
    ['any status: a grant with 200', 'right', granted(), anyStatus],
    ['any status: a grant with 201', 'wrong', granted({}, { status: 201 }), anyStatus],
    ['a 502 while ExpressPlay is broken', 'nothing', refused({}, { status: 502 }, { fault: 'HTTP 500' })],
    ['a malformed request answered with 400', 'nothing', refused({}, { status: 400 }, { valid: false })],
    ['an unknown title refused with 200', 'right', refused({}, {}, UNKNOWN)],
    ['an unknown title refused with 404', 'wrong', refused({}, { status: 404 }, UNKNOWN)],
    ['an unknown title, a 404 that decides nothing', 'nothing', answered({ status: 404, body: {} }, UNKNOWN)],
    [
      'any status: an unknown title refused with 404',
      'not-applicable',
      refused({}, { status: 404 }, UNKNOWN),
      anyStatus,
    ],
    ['a 200 that decides nothing', 'nothing', answered({ body: {} })],
  ]);
});
