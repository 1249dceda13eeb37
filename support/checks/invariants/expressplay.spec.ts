import { describe } from 'node:test';
import { knownWith, MOVIE, type Story, TOKEN_URL, tokenFields, type Answer } from '../reading/testing/story';
import { rows } from './testing/judge';

describe('EP-TOK-40', () => {
  const issued = (answer: Answer, fault?: string) => (story: Story) => {
    const asked = story.ask(fault === undefined ? {} : { fault });
    story.token(tokenFields(MOVIE), {}, answer);
    story.refuse(asked);
  };
  rows('EP-TOK-40', [
    ['one URL', 'right', issued({})],
    ['with a charset', 'right', issued({ headers: { 'content-type': 'text/uri-list; charset=utf-8' } })],
    ['with comments and blank lines', 'right', issued({ body: `# issued\r\n\r\n${TOKEN_URL}\r\n\r\n` })],
    ['without a line end', 'right', issued({ body: TOKEN_URL })],
    ['with more parameters', 'right', issued({ body: `${TOKEN_URL}&x=1` })],
    ['another content type', 'wrong', issued({ headers: { 'content-type': 'text/plain' } })],
    ['no content type', 'wrong', issued({ headers: {} })],
    ['no URL', 'wrong', issued({ body: '' })],
    ['two URLs', 'wrong', issued({ body: `${TOKEN_URL}\r\n${TOKEN_URL}` })],
    ['a URL without a token', 'wrong', issued({ body: 'https://x/hms/fp/rights/' })],
    ['an empty token', 'wrong', issued({ body: 'https://x/hms/fp/rights/?ExpressPlayToken=' })],
    ['JSON', 'wrong', issued({ body: { url: TOKEN_URL } })],
    ['an error', 'nothing', issued({ status: 400, body: '-2002' })],
    ['a fault of the harness', 'nothing', issued({ body: '<html>' }, '200 with HTML')],
  ]);
});

describe('EP-LIC-02', () => {
  const opened = (form: string) =>
    ({ kind: 'opened', contentKey: Buffer.alloc(16), iv: Buffer.alloc(16), form }) as const;
  const defect = { kind: 'defect', why: 'too short' } as const;
  const declared = knownWith({ readings: { 'license.response': 'base64' } });
  const asForm = knownWith({ readings: { 'license.body': 'form-spc-base64' } });
  rows('EP-LIC-02', [
    ['raw', 'right', (story) => void story.license(opened('raw'))],
    ['base64', 'wrong', (story) => void story.license(opened('base64'))],
    ['in JSON', 'wrong', (story) => void story.license(opened('json'))],
    ['base64, as declared', 'right', (story) => void story.license(opened('base64')), declared],
    ['raw where base64 is declared', 'wrong', (story) => void story.license(opened('raw')), declared],
    ['asked for in another form', 'not-applicable', (story) => void story.license(opened('raw')), asForm],
    ['with another status', 'wrong', (story) => void story.license(opened('raw'), {}, { status: 201 })],
    [
      'with another status, where there should be none',
      'nothing',
      (story) => void story.license(opened('raw'), { deviation: 'other-device' }, { status: 201 }),
    ],
    ['no CKC', 'wrong', (story) => void story.license(defect)],
    ['no CKC for another device', 'nothing', (story) => void story.license(defect, { deviation: 'other-device' })],
    ['nobody looked into it', 'nothing', (story) => void story.license(undefined, { synthetic: false })],
    ['refused', 'nothing', (story) => void story.license(undefined, {}, { status: 403 })],
  ]);
});

describe('EP-LIC-14', () => {
  const during = (tell: (story: Story) => void) => (story: Story) => {
    const redeemed = story.beginLicense();
    tell(story);
    story.reply(redeemed, { body: 'CKC' });
  };
  rows('EP-LIC-14', [
    ['no call', 'observed', (story) => void story.license(undefined)],
    ['a call', 'observed', during((story) => void story.record({ cookie: 'c' }, []))],
    ['pending', 'nothing', (story) => void story.beginLicense()],
    ['no backend leg', 'nothing', (story) => void story.license(undefined), knownWith({ backend: false })],
  ]);
});
